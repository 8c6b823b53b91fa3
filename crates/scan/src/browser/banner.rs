//! Works a consent banner as a visitor does: by the buttons of our own script, which are those of vanilla-cookieconsent 3 too.

/// A button, by the selectors it may have, the likeliest first.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Button {
    AcceptAll,
    RejectAll,
    Settings,
    Save,
    Withdraw,
}

impl Button {
    const fn selectors(self) -> &'static [&'static str] {
        match self {
            Self::AcceptAll => &[
                ".cm__btn[data-role=\"all\"]",
                "[data-consent-action=\"accept-all\"]",
                "[data-cc=\"accept-all\"]",
                ".pm__btn[data-role=\"all\"]",
            ],
            Self::RejectAll => &[
                ".cm__btn[data-role=\"necessary\"]",
                "[data-consent-action=\"reject-all\"]",
                "[data-cc=\"accept-necessary\"]",
                ".pm__btn[data-role=\"necessary\"]",
            ],
            Self::Settings => &[
                ".cm__btn[data-role=\"show\"]",
                "[data-consent-action=\"settings\"]",
                "[data-cc=\"show-preferencesModal\"]",
                "[data-cc=\"c-settings\"]",
            ],
            Self::Save => &[".pm__btn[data-role=\"save\"]", "[data-consent-action=\"save\"]"],
            Self::Withdraw => &["[data-consent-action=\"withdraw\"]", ".pm__btn[data-role=\"necessary\"]"],
        }
    }

    /// What it is called where it was not found.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::AcceptAll => "data-role=\"all\"",
            Self::RejectAll => "data-role=\"necessary\"",
            Self::Settings => "data-role=\"show\"",
            Self::Save => "data-role=\"save\"",
            Self::Withdraw => "data-consent-action=\"withdraw\"",
        }
    }
}

/// Finds a visible element, in milliseconds at most; brings it into sight and tells its middle, and whether a click there meets it.
pub(super) fn find(button: Button, within_ms: u128) -> String {
    let selectors = serde_json::json!(button.selectors());
    format!(
        "(async()=>{{const seen=e=>e&&!e.disabled&&e.getClientRects().length>0&&getComputedStyle(e).visibility!=='hidden';\
         const look=()=>{{for(const s of {selectors})for(const e of document.querySelectorAll(s))if(seen(e))return e}};\
         const end=performance.now()+{within_ms};let e;\
         while(!(e=look())&&performance.now()<end)await new Promise(r=>setTimeout(r,50));\
         if(!e)return null;e.scrollIntoView({{block:'center',behavior:'instant'}});\
         const b=e.getBoundingClientRect(),x=b.x+b.width/2,y=b.y+b.height/2,t=document.elementFromPoint(x,y);\
         self.__azukariButton=e;return{{x,y,meets:!!t&&(e===t||e.contains(t))}}}})()"
    )
}

/// Clicks what was found, where the pointer would not meet it.
pub(super) const CLICK_FOUND: &str = "(()=>{const e=self.__azukariButton;delete self.__azukariButton;e&&e.click()})()";
pub(super) const FORGET_FOUND: &str = "delete self.__azukariButton";

/// Opens the settings where no button is in sight: by the interface of the script.
pub(super) const OPEN_SETTINGS: &str = "(()=>{for(const a of [self.OptConsent,self.CookieConsent])\
     if(a&&a.showPreferences){a.showPreferences();return true}return false})()";

/// Allows one category and no other; `false`: its switch is not there.
pub(super) fn allow_only(category: &str) -> String {
    let wanted = serde_json::json!(category);
    format!(
        "(()=>{{let there=false;for(const e of document.querySelectorAll('input.section__toggle')){{\
         if(e.disabled)continue;const want=e.value==={wanted};there=there||want;if(e.checked!==want)e.click()}}\
         return there}})()"
    )
}
