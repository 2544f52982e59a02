"""Words for problems of the guided steps and commands."""

from __future__ import annotations

from collections.abc import Mapping

from wizard.messages.language import N_
from wizard.messages.words import Words

_ANOTHER_FOLDER = N_("Choose another folder, or make room.")
_FOLDER = N_("Choose a folder that exists and that you may write to.")
_SHEET = N_("An XLSX sheet holds {most} rows.")
_NO_WINDOW = N_("The window cannot be opened.")
_NO_WINDOW_NEEDED = N_(
    "Use a subcommand, which needs no display: “playvox-provisioning --help” lists them."
)
WORDS: Mapping[str, Words] = {
    "provisioning_broken": Words(
        N_("Provisioning does not work."),
        "{why}",
        do=(N_("Open the program: Overview says why, and leads to what mends it."),),
    ),
    "provisioning_unread": Words(
        N_("Whether provisioning works is unknown."),
        "{why}",
        do=(N_("Wait some minutes and try again."),),
    ),
    "status_failed": Words(
        N_("“{step}” failed."),
        "{why}",
        do=(N_("Open the assistant at this step; it says how to resolve it."),),
    ),
    "sign_in_unasked": Words(
        N_("Signing in needs a browser, and nobody asked to open one."),
        N_("With --json no browser is opened, so that a script never waits for somebody."),
        do=(
            N_("Add --sign-in, or --device-code to sign in on another device."),
            N_("Run “status --sign-in” once: the sign-in is kept for later runs."),
        ),
    ),
    "trust_file_unusable": Words(
        N_("The trusted certificates that {name} names cannot be used: {value}"),
        "{why}",
        do=(
            N_("Correct {name}, or leave it out: then the system's own certificates are used."),
            N_("The file has to hold certificates as text, from BEGIN CERTIFICATE to END CERTIFICATE."),
        ),
    ),
    "trust_variable_unread": Words(
        N_("The trusted certificates that {name} names cannot be used: {value}"),
        N_("{why} This program does not read {name}, but other programs do."),
        do=(
            N_("Correct {name}, or remove it."),
            N_("To have this program trust a certificate, name its file in SSL_CERT_FILE."),
        ),
    ),
    "no_display": Words(
        _NO_WINDOW,
        N_("There is no display: neither DISPLAY nor WAYLAND_DISPLAY is set."),
        do=(
            N_("Start the program in a desktop session."),
            _NO_WINDOW_NEEDED,
        ),
    ),
    "display_unusable": Words(
        _NO_WINDOW,
        N_("The display {display} cannot be used: {why}"),
        do=(
            N_("Start the program in a desktop session, as the person who is signed in there."),
            N_("Check DISPLAY, WAYLAND_DISPLAY and QT_QPA_PLATFORM."),
            _NO_WINDOW_NEEDED,
        ),
    ),
    "step_busy": Words(
        N_("This step is still at work."),
        N_("A change is under way and is not interrupted by another one: {doing}"),
        do=(N_("Wait until it is done, or cancel it first."),),
    ),
    "application_gone": Words(
        N_("“{name}” no longer exists in Entra."),
        N_(
            "Entra showed this application before and does not know it any more. It is forgotten here, too."
        ),
        do=(N_("Choose another application under “Application”, or add Playvox again from the gallery."),),
    ),
    "application_not_visible": Words(
        N_("Entra does not show “{name}” yet."),
        N_("It was added a moment ago, and not every server of Entra knows it yet."),
        do=(N_("Try again later; at {until} it counts as not added."),),
    ),
    "job_gone": Words(
        N_("The provisioning job no longer exists in Entra."),
        N_("It was deleted there, with its mappings and its state. Accounts in Playvox stay as they are."),
        do=(N_("Save the connection under “Connection”: this makes a new job from the template."),),
    ),
    "choose_first": Words(
        N_("Practice or your organization: that is not chosen yet."),
        do=(N_("Choose one of them under “Before you begin”."),),
    ),
    "sign_in_first": Words(
        N_("Nobody is signed in."),
        N_("This is read from, or written to, Microsoft Entra."),
        do=(N_("Sign in under “Before you begin”."),),
    ),
    "other_account": Words(
        N_("Somebody else signed in."),
        N_("The permission was to be given by {account}, but {other} answered, so nothing was changed."),
        do=(
            N_("Try again and choose {account} in the browser."),
            N_("To work as {other}, sign out first."),
        ),
    ),
    "cloud_unknown": Words(
        N_("There is no Microsoft cloud named {cloud}."),
        N_("Each cloud has its own addresses for signing in, so another name cannot work."),
        do=(N_("Use global, usgov, usgov-dod or china."),),
    ),
    "client_id_malformed": Words(
        N_("This is not a client id."),
        N_(
            "A client id has 32 letters and digits in five groups, such as 00000000-0000-0000-0000-000000000000."
        ),
        do=(
            N_("Copy “Application (client) ID” from the app registration's overview."),
            N_("Leave the field empty to use Microsoft's own command-line application."),
        ),
    ),
    "tenant_malformed": Words(
        N_("This is not a tenant."),
        N_("A tenant is named by its id or by one of its domains."),
        do=(N_("Enter something like contoso.com, or leave the field empty and let the account decide."),),
    ),
    "key_first": Words(
        N_("The Playvox key is needed here."),
        N_("Entra keeps its copy hidden. Questions to Playvox from here, and every saving, need the key."),
        do=(N_("Paste the key under “Playvox key”."),),
    ),
    "test_first": Words(N_("There is no test yet to save."), do=(N_("Choose Test Connection first."),)),
    "report_not_saved": Words(
        N_("The report could not be saved as {file}."),
        "{reason}",
        do=(_ANOTHER_FOLDER,),
    ),
    "reminder_not_saved": Words(
        N_("The reminder could not be saved as {file}."),
        "{reason}",
        do=(_ANOTHER_FOLDER,),
    ),
    "bundle_not_saved": Words(
        N_("The support bundle could not be saved as {file}."),
        "{reason}",
        do=(_ANOTHER_FOLDER,),
    ),
    "address_first": Words(
        N_("The Tenant URL is missing."), do=(N_("Enter your Playvox subdomain under “Connection”."),)
    ),
    "application_first": Words(
        N_("No application is chosen."), do=(N_("Choose or add one under “Application”."),)
    ),
    "permission_declined": Words(
        N_("Microsoft's side was not tested, because the permission for it was declined."),
        N_(
            "Microsoft Graph requires Synchronization.ReadWrite.All for this test, although it changes nothing."
        ),
        do=(N_("Run the test again and agree, or use the test in the Entra admin center."),),
    ),
    "saved_key_first": Words(
        N_("Entra has no key yet that could be tested."),
        N_("The test without the key uses what was saved in Entra, and nothing is saved there."),
        do=(N_("Paste the key under “Playvox key” and save the connection."),),
    ),
    "job_first": Words(
        N_("There is no provisioning job yet."),
        N_("It is made when the connection is saved."),
        do=(N_("Save the connection first."),),
    ),
    "gallery_without_playvox": Words(
        N_("The application gallery of this cloud has no Playvox."),
        N_("National clouds offer few gallery applications."),
        do=(
            N_("Add a non-gallery application named Playvox in the Entra admin center, then refresh here."),
        ),
    ),
    "name_unusable": Words(
        N_("This name cannot be used."),
        N_(
            "A name has 1 to {longest} printable characters; a role's name letters, digits and spaces only."
        ),
        do=(N_("Enter another name."),),
    ),
    "person_not_found": Words(
        N_("Nobody signs in as {name}."),
        N_("The directory has no such sign-in name; it may differ from the mail address."),
        do=(N_("Find the person in Entra and use the user principal name or the object id."),),
    ),
    "group_not_found": Words(
        N_("There is no group named {name}."),
        do=(N_("Use the group's name exactly as Entra shows it."),),
    ),
    "group_ambiguous": Words(
        N_("Several groups are named {name}."),
        N_("Names of groups need not be unique, so it is unclear which one is meant."),
        do=(N_("In a file, write “group:” and the group's object id. Otherwise rename one of them."),),
    ),
    "email_malformed": Words(
        N_("This is not one email address."),
        N_("Entra takes the address of one person or one group."),
        do=(N_("Enter something like it@contoso.com, or leave the field empty."),),
    ),
    "threshold_out_of_range": Words(
        N_("This number cannot be used."),
        N_("The guard takes a whole number from 1 to {largest}."),
        do=(N_("Enter such a number, or switch the guard off."),),
    ),
    "application_meanwhile": Words(
        N_("“{name}” was added in the meantime."),
        N_("Another administrator or another copy of this program made it, so no second one was made."),
        do=(N_("Search for Playvox applications again and choose it."),),
    ),
    "changed_meanwhile": Words(
        N_("Somebody changed these settings in Entra in the meantime."),
        N_("What was shown to you is no longer what is there, so nothing was overwritten."),
        do=(N_("Review the new differences and save again if they are right."),),
    ),
    "recover_key_needed": Words(
        N_("A new key is needed: Playvox accepts neither the saved key nor the one on this computer."),
        N_("Nothing was changed. Microsoft says: {code} {message}"),
        do=(N_("Create a key in Playvox under Settings > API Keys, and paste it under “Recover”."),),
    ),
    "recover_elsewhere": Words(
        N_("No key ends this quarantine: more people would be deactivated than the guard allows."),
        do=(
            N_("Check under “Turn on” who would be deactivated, and correct assignments or filter."),
            N_("If it is right, restart under “Monitor” with “Let the held-back deactivations through”."),
        ),
    ),
    "recover_not_read_back": Words(
        N_("The key was saved, but Microsoft's service does not accept what Entra has saved."),
        N_("Provisioning was not restarted. Microsoft says: {code} {message}"),
        do=(N_("Wait a minute, then choose “Recover provisioning” again; what is done is not repeated."),),
    ),
    "microsoft_cannot_connect": Words(
        N_("Microsoft's service cannot connect to Playvox with this address and key."),
        N_("Nothing was saved. Microsoft says: {code} {message}"),
        do=(N_("Test the connection; it tells which part fails and what to do."),),
    ),
    "apply_connection_fails": Words(
        N_("Nothing was changed, because the connection to Playvox does not work: {what}"),
        "{why}",
        do=("{do}",),
    ),
    "export_exists": Words(
        N_("{file} exists already."),
        N_("Nothing was written, so that nothing is lost."),
        do=(N_("Choose another name, or replace the file with --force."),),
    ),
    "export_no_folder": Words(
        N_("There is no folder {folder}."),
        N_("Folders are not created, so that a misspelled one is noticed."),
        do=(N_("Create the folder, or choose another one."),),
    ),
    "export_not_written": Words(
        N_("{file} cannot be written."), "{why}", do=(N_("Choose another place for the file."),)
    ),
    "restart_unknown": Words(
        N_("There is no restart named {choice}."),
        do=(N_("Choose one of the offered kinds of restart."),),
    ),
    "mapping_missing": Words(
        N_("This job maps no people."),
        N_("Its attribute mappings hold no mapping from users to Playvox accounts."),
        do=(N_("Restore the default mappings in the Entra admin center, then refresh."),),
    ),
    "plan_unreadable": Words(
        N_("The plan in {file} cannot be read."),
        N_("The file is damaged or missing, or another version of this program wrote it."),
        do=(N_("Calculate the plan again under “Turn on”."),),
    ),
    "plan_links_damaged": Words(
        N_("What earlier plans knew of the links between people and accounts could not be read."),
        N_("The file {file} was damaged or of another version. It is kept as {aside}."),
        do=(
            N_(
                "Nothing has to be done: the links are read from Entra again. Delete {aside} when you like."
            ),
        ),
    ),
    "plan_links_unusable": Words(
        N_("What earlier plans knew of the links between people and accounts cannot be read or kept."),
        N_("The file {file} cannot be used: {reason}"),
        do=(N_("Move away what is there, or check the permissions, then try again."),),
    ),
    "plans_unreadable": Words(
        N_("The saved plans in {folder} cannot be read."),
        "{reason}",
        do=(N_("Check the permissions of this folder and the disk, then refresh."),),
    ),
    "plan_file_unreadable": Words(
        N_("The saved plan {file} cannot be opened."),
        "{reason}",
        do=(N_("Choose a file that “plan --output FILE” wrote as JSON Lines, or an id from “plan list”."),),
    ),
    "plan_not_saved": Words(
        N_("The plan was not saved in {file}."),
        "{reason}",
        do=(_FOLDER,),
    ),
    "plan_format_unknown": Words(
        N_("There is no plan format named {format}."), do=(N_("Use one of these: {formats}."),)
    ),
    "plan_too_long_for_xlsx": Words(
        N_("The plan has {rows} rows, more than a spreadsheet holds."),
        _SHEET,
        do=(N_("Save it as CSV or JSON Lines."),),
    ),
    "quality_not_saved": Words(
        N_("The data quality was not saved in {file}."),
        "{reason}",
        do=(_FOLDER,),
    ),
    "quality_too_long_for_xlsx": Words(
        N_("The findings have {rows} rows, more than a spreadsheet holds."),
        _SHEET,
        do=(N_("Save them as CSV or JSON Lines."),),
    ),
    "quality_gone": Words(
        N_("The findings are no longer there."), do=(N_("Recalculate, then save them."),)
    ),
    "plan_format_without_output": Words(
        N_("A format was given, but no file to save."),
        N_("--format is the format of the file that --output names."),
        do=(N_("Add --output FILE."),),
    ),
    "plan_file_missing": Words(
        N_("“plan {action}” needs a file."),
        N_("It works on a plan that was saved with --output or with a setup."),
        do=(N_("Name the saved plan: plan {action} FILE. “plan list” shows those saved with setups."),),
    ),
    "plan_flag_unused": Words(
        N_("{flag} does not go with “plan {action}”."),
        N_("Saved plans are not computed again."),
        do=(N_("Leave {flag} out."),),
    ),
    "plan_no_application": Words(
        N_("This tenant has no application {name} to plan for."),
        N_("A plan needs the application, its mappings and its assignments."),
        do=(
            N_("Add the application first: in the window, or with “apply”."),
            N_("With --config the name under [application] is used."),
        ),
    ),
    "plan_other_tenant": Words(
        N_("The plan is about another tenant or application."),
        N_("It was computed for {application} in the tenant {tenant}."),
        do=(N_("Sign in to that tenant, or compute a new plan."),),
    ),
    "plan_gone": Words(
        N_("This saved plan does not exist any more."),
        N_("It was deleted, perhaps by another copy of this program."),
        do=(N_("Choose another plan, or compute a new one."),),
    ),
    "plan_not_deleted": Words(
        N_("The saved plan could not be deleted."),
        N_("{file}: {reason}"),
        do=(N_("Close other copies of this program and delete it again."),),
    ),
    "plan_outdated": Words(
        N_("The tenant has changed since the plan was computed: {what}."),
        N_("What was approved is not what would happen now, so nothing was changed."),
        do=(N_("Compute a new plan, review it and apply that one."),),
    ),
    "plan_differs": Words(
        N_("The configuration now leads to another plan than the one approved."),
        N_("{n} people would be treated differently, for example {example}."),
        do=(N_("Compute a new plan with the same configuration, review it and apply that one."),),
    ),
    "too_many_deactivations": Words(
        N_("{n} people would lose access, and at most {most} were allowed."),
        N_(
            "Nothing was changed. Unknown people count, because they may lose access too: {unknown} of them."
        ),
        do=(
            N_("The plan shows who they are and why."),
            N_("Raise --max-deactivations when this is what you want."),
        ),
    ),
    "impact_failed": Words(
        N_("The calculation ended with a mistake of this program."),
        N_("Nothing was changed by it."),
        do=(N_("Cancel, and check the plan under “Turn on” before you go on."),),
    ),
}
