; The installer for administrators and for one person. build/windows/installer.py runs makensis and defines:
; VERSION VERSION_NUMBERS PROGRAM OUT ICON LICENSE TARGET SIZE (KiB) and, with a certificate, SIGN.
;
; Flags: /S silent, /AllUsers for the computer (needs administrator rights), /CurrentUser (default),
; /D=FOLDER last. The uninstaller knows /S and /DeleteData: setups, journal and backups of the person who runs it.
; Exit codes: 0 done, 1 canceled, 2 failed, 5 no administrator rights, 32 the program is open, 1638 a newer version.
Target ${TARGET}
Unicode true
ManifestDPIAware true
ManifestSupportedOS Win10
RequestExecutionLevel user
SetCompressor /SOLID ${COMPRESSOR}

!include MUI2.nsh
!include FileFunc.nsh
!include LogicLib.nsh
!include WordFunc.nsh
!include x64.nsh

!define NAME "playvox-provisioning"
!define TITLE "Playvox Provisioning Setup"
!define PUBLISHER "The Playvox Provisioning Setup authors"
!define KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\${NAME}"
!define PATHS "Software\Microsoft\Windows\CurrentVersion\App Paths\${NAME}.exe"
!define NO_RIGHTS 5
!define IS_OPEN 32
!define NEWER_IS_THERE 1638

Name "${TITLE}"
OutFile "${OUT}"
BrandingText "${TITLE} ${VERSION}"
VIProductVersion "${VERSION_NUMBERS}"
VIAddVersionKey ProductName "${TITLE}"
VIAddVersionKey ProductVersion "${VERSION}"
VIAddVersionKey FileVersion "${VERSION}"
VIAddVersionKey FileDescription "${TITLE} installer"
VIAddVersionKey CompanyName "${PUBLISHER}"
VIAddVersionKey LegalCopyright "Copyright (c) 2026 ${PUBLISHER}. MIT License."

!ifdef SIGN
  !finalize '${SIGN} "%1"'
  !uninstfinalize '${SIGN} "%1"'
!endif

Var AllUsers
Var DeleteData

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_ABORTWARNING
!define MUI_FINISHPAGE_RUN "$INSTDIR\${NAME}-setup.exe"
!insertmacro MUI_PAGE_LICENSE "${LICENSE}"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
UninstPage custom un.AskAboutData un.TakeAnswer
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE English

!macro Refuse CODE SENTENCE
  SetErrorLevel ${CODE}
  MessageBox MB_OK|MB_ICONSTOP "${SENTENCE}" /SD IDOK
  Quit
!macroend

; Whose: $AllUsers 0 or 1; the folders and the registry follow from it.
!macro ReadFlags
  SetRegView 64
  StrCpy $AllUsers 0
  SetShellVarContext current
  ${GetParameters} $R0
  ClearErrors
  ${GetOptions} $R0 "/AllUsers" $R1
  ${IfNot} ${Errors}
    StrCpy $AllUsers 1
  ${EndIf}
!macroend

!macro UseAllUsers
  SetShellVarContext all
  UserInfo::GetAccountType
  Pop $R1
  ${If} $R1 != "Admin"
    !insertmacro Refuse ${NO_RIGHTS} "Installing or removing for all users needs administrator rights. Run this from an elevated prompt, or leave out /AllUsers."
  ${EndIf}
!macroend

!macro RefuseWhenOpen WHAT
  ${If} ${FileExists} "$INSTDIR\${WHAT}"
    ClearErrors
    FileOpen $R1 "$INSTDIR\${WHAT}" a
    ${If} ${Errors}
      !insertmacro Refuse ${IS_OPEN} "${TITLE} is open. Close it and try again. Nothing was changed."
    ${EndIf}
    FileClose $R1
  ${EndIf}
!macroend

; Only what the installer has placed. A folder chosen with /D= may hold other files.
!macro RemoveProgram
  ${If} ${FileExists} "$INSTDIR\${NAME}.exe"
    RMDir /r "$INSTDIR\_internal"
  ${EndIf}
  Delete "$INSTDIR\${NAME}.exe"
  Delete "$INSTDIR\${NAME}-setup.exe"
  Delete "$INSTDIR\LICENSE.txt"
  Delete "$INSTDIR\licenses.txt"
  Delete "$INSTDIR\sbom.cdx.json"
!macroend

Function .onInit
  ${IfNot} ${RunningX64}
    !insertmacro Refuse 2 "${TITLE} needs 64-bit Windows 10 or newer."
  ${EndIf}
  !insertmacro ReadFlags
  ${If} $AllUsers == 1
    !insertmacro UseAllUsers
  ${EndIf}
  ReadRegStr $R2 SHCTX "${KEY}" "DisplayVersion"
  ${If} $R2 != ""
    ${VersionCompare} "$R2" "${VERSION}" $R3
    ${If} $R3 == 1
      !insertmacro Refuse ${NEWER_IS_THERE} "Version $R2 is installed, which is newer than ${VERSION}. Remove it first. Your setups stay."
    ${EndIf}
  ${EndIf}
  ReadRegStr $R2 SHCTX "${KEY}" "InstallLocation"
  ${If} $INSTDIR == ""
    ${If} $R2 != ""
      StrCpy $INSTDIR $R2
    ${ElseIf} $AllUsers == 1
      StrCpy $INSTDIR "$PROGRAMFILES64\${TITLE}"
    ${Else}
      StrCpy $INSTDIR "$LOCALAPPDATA\Programs\${TITLE}"
    ${EndIf}
  ${EndIf}
FunctionEnd

Section
  !insertmacro RefuseWhenOpen "${NAME}.exe"
  !insertmacro RefuseWhenOpen "${NAME}-setup.exe"
  !insertmacro RemoveProgram
  SetOutPath "$INSTDIR"
  ClearErrors
  File /r "${PROGRAM}/*"
  ${If} ${Errors}
    !insertmacro Refuse 2 "Some files could not be written to $INSTDIR. ${TITLE} may not work until you install it again."
  ${EndIf}
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\${TITLE}.lnk" "$INSTDIR\${NAME}-setup.exe"
  WriteRegStr SHCTX "${PATHS}" "" "$INSTDIR\${NAME}.exe"
  StrCpy $R0 ""
  ${If} $AllUsers == 1
    StrCpy $R0 " /AllUsers"
  ${EndIf}
  WriteRegStr SHCTX "${KEY}" "DisplayName" "${TITLE}"
  WriteRegStr SHCTX "${KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr SHCTX "${KEY}" "Publisher" "${PUBLISHER}"
  WriteRegStr SHCTX "${KEY}" "DisplayIcon" "$INSTDIR\${NAME}-setup.exe"
  WriteRegStr SHCTX "${KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr SHCTX "${KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"$R0'
  WriteRegStr SHCTX "${KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S$R0'
  WriteRegDWORD SHCTX "${KEY}" "EstimatedSize" ${SIZE}
  WriteRegDWORD SHCTX "${KEY}" "NoModify" 1
  WriteRegDWORD SHCTX "${KEY}" "NoRepair" 1
SectionEnd

Function un.onInit
  !insertmacro ReadFlags
  ${If} $AllUsers == 1
    !insertmacro UseAllUsers
  ${EndIf}
  StrCpy $DeleteData 0
  ClearErrors
  ${GetOptions} $R0 "/DeleteData" $R1
  ${IfNot} ${Errors}
    StrCpy $DeleteData 1
  ${EndIf}
FunctionEnd

Var Box

Function un.AskAboutData
  !insertmacro MUI_HEADER_TEXT "Your data" "Choose whether your setups stay on this computer."
  nsDialogs::Create 1018
  Pop $R0
  ${NSD_CreateCheckbox} 0 0 100% 12u "&Delete my setups, journal and backups"
  Pop $Box
  ${If} $DeleteData == 1
    ${NSD_Check} $Box
  ${EndIf}
  ${NSD_CreateLabel} 0 18u 100% 60u "They are in $LOCALAPPDATA\${NAME}. Without them, changes cannot be undone with this program. Data of other people who use this computer is not deleted. Saved keys and sign-ins are in Credential Manager (Windows Credentials, names that begin with ${TITLE}) and stay there: remove them there."
  Pop $R0
  nsDialogs::Show
FunctionEnd

Function un.TakeAnswer
  ${NSD_GetState} $Box $DeleteData
FunctionEnd

Section Uninstall
  !insertmacro RefuseWhenOpen "${NAME}.exe"
  !insertmacro RefuseWhenOpen "${NAME}-setup.exe"
  !insertmacro RemoveProgram
  Delete "$SMPROGRAMS\${TITLE}.lnk"
  DeleteRegKey SHCTX "${PATHS}"
  DeleteRegKey SHCTX "${KEY}"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  ${If} $DeleteData == 1
    SetShellVarContext current
    RMDir /r "$LOCALAPPDATA\${NAME}"
  ${EndIf}
SectionEnd
