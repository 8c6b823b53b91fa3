//! What a site owner puts on a site, made from the policy alone: the script that holds tags back until they may load, its
//! inline beginning, the content security policy of the declared hosts, and the same gates for Google Tag Manager.
//!
//! Pure: a policy, how it is run, and a language go in; files come out. The runtime itself is plain ES2019 in `runtime/`, one
//! concept a file, joined here without a build tool.

mod file;
mod gtm;
mod lean;
mod script;
mod security;
mod settings;
mod stub;
mod words;

pub use file::{File, Named};
pub use gtm::container;
pub use security::Security;
pub use settings::Place;

use azukari_model::Language;
use azukari_policy::declared::{Operation, Policy};

/// What the files of a site are made from.
#[derive(Clone, Copy, Debug)]
pub struct Site<'a> {
    pub policy: &'a Policy,
    /// Says which tags are only observed; without it every tag is held.
    pub operation: Option<&'a Operation>,
    /// Where the program answers, as the site's visitors reach it.
    pub place: &'a Place,
}

impl Site<'_> {
    /// The one script in one language, with everything in it.
    pub fn script(&self, language: Language) -> File {
        File::new(format!("{language}"), "js", "text/javascript; charset=utf-8", script::script(self, language))
    }

    /// What stands inline before every other script.
    pub fn stub(&self) -> File {
        File::new("stub".to_owned(), "js", "text/javascript; charset=utf-8", stub::stub(self.policy))
    }

    /// The headers of the site.
    pub fn security(&self) -> Security {
        Security::of(self)
    }

    /// The lines a site owner copies: the stub inline, the script by its address.
    pub fn lines(&self, script_address: &str, language: Language) -> String {
        let integrity = self.script(language).integrity();
        format!(
            "<script>{}</script>\n<script src=\"{script_address}\" integrity=\"{integrity}\"></script>\n",
            self.stub().text
        )
    }
}

/// Whether there is anything a visitor can switch.
pub fn asks(policy: &Policy) -> bool {
    settings::on_site(policy).any(|tag| tag.load != azukari_policy::vocabulary::Load::Always)
}

#[cfg(test)]
mod tests;
