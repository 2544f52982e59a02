<#
.SYNOPSIS
Azure Automation: looks whether Playvox provisioning works, on a Hybrid Runbook Worker. Changes nothing.

.DESCRIPTION
The worker has the program and the certificate file. The job ends as "Failed" when the exit code is 1
(something needs attention) or 2 (it does not work); an alert rule on the metric "Total Jobs" with the
status Failed sends the notification.
#>
param(
    [string] $Program = 'C:\Program Files\Playvox Provisioning Setup\playvox-provisioning.exe',
    [string] $Tenant = 'contoso.example',
    [string] $ClientId = '00000000-0000-0000-0000-000000000000',
    [string] $Certificate = 'C:\ProgramData\PlayvoxWatch\app.pfx',
    [string] $DataFolder = 'C:\ProgramData\PlayvoxWatch\data'
)

$ErrorActionPreference = 'Stop'
& $Program watch --once --tenant $Tenant --client-id $ClientId --certificate $Certificate --data-folder $DataFolder
if ($LASTEXITCODE -ne 0) {
    throw "Playvox provisioning: the check ended with exit code $LASTEXITCODE. The output above says why."
}
