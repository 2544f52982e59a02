"""`make windows`: the Windows program with its installers, on Windows itself or on Debian under wine.

`parts` brings Python and the packages, `wine` runs Windows programs on Debian, `freezing` makes the folder
of the program, `contents` checks it, `installer`, `msi` and `winget` make what it is installed with.
"""
