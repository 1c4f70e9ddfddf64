"""The account: settings that are kept, a slow save, and signing out and in."""

from tools.accounts import ADA


def test_settings_are_saved_and_kept(screen):
    screen.open("/")
    screen.do("click Account")
    screen.check("the title is 'Account · Leaf & Kettle'")
    screen.check("'Your account', 'Settings', 'What we know of you' and 'Address' are visible")
    screen.check("'Display name', 'E-mail', 'Language', 'Notifications', 'Street' and 'City' are visible")
    screen.check("Notifications is checked and Language shows 'English'")
    screen.fill(
        {"Display name": "Countess Ada", "E-mail": "countess@example.org", "Language": "Polski", "Notifications": False}
    )
    screen.check("a 'Saved' message appears", during="click Save")
    screen.check("Name shows 'Countess Ada' and Mail shows 'countess@example.org' and Speaks shows 'Polski'")
    screen.check("Notified shows 'No' and Lives at shows \"12 St James's Square, London\"")
    screen.check("'Saved' is not visible", within=6)
    screen.audit()
    screen.audit(width=390)
    screen.open("/account")
    screen.check("Display name shows 'Countess Ada' and E-mail shows 'countess@example.org' and Language shows 'Polski'")
    screen.check("Notifications is not checked and Name shows 'Countess Ada' and Notified shows 'No'")


def test_a_slow_save_says_that_it_is_saving(screen):
    screen.open("/account")
    screen.do("type 7 Mill Lane into Street, type Dublin into City")
    screen.check("'Saving…' appears", during="click Save address")
    screen.check("'Address saved', 'Save address' and '7 Mill Lane, Dublin' are visible")
    screen.open("/account")
    screen.check("Street shows '7 Mill Lane' and City shows 'Dublin'")


def test_signing_out_and_in(screen):
    screen.open("/account")
    screen.check("'You are signed out' appears", during="click Sign out")
    screen.check("the address ends with '/login'")
    screen.check("the title is 'Sign in · Leaf & Kettle'")
    screen.do(f"type {ADA.email} into E-mail, type kettle into Password, click the Sign in button")
    screen.check(f"'We do not know this e-mail and password.' is visible and E-mail shows '{ADA.email}' and Password is empty")
    screen.audit()
    screen.do(f"type {ADA.password} into Password")
    screen.check(f"'Welcome back, {ADA.name}' appears", during="click the Sign in button")
    screen.check("the address ends with '/account'")
    screen.check("the Sign out button is visible")
