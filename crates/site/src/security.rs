//! The content security policy of a site whose tags a policy declares: what a script cannot get around.

use crate::{Site, settings};
use aws_lc_rs::digest::{SHA256, digest};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use std::collections::BTreeSet;

/// Two headers with one value: what is not declared is blocked, or only reported.
#[derive(Clone, Debug)]
pub struct Security {
    /// The value of `Content-Security-Policy`.
    pub enforce: String,
    /// The value of `Content-Security-Policy-Report-Only`, which tells of what the other would block.
    pub report_only: String,
}

impl Security {
    pub(crate) fn of(site: &Site<'_>) -> Self {
        let hosts: BTreeSet<String> = settings::on_site(site.policy)
            .flat_map(|tag| tag.hosts.iter().cloned().chain(site.place.stand_ins.then(|| settings::stand_in(tag))))
            .collect();
        let hosts: String = hosts.iter().map(|host| format!(" {host}")).collect();
        let stub = STANDARD.encode(digest(&SHA256, site.stub().text.as_bytes()));
        let enforce = format!(
            "default-src 'self'{hosts}; script-src 'self' 'sha256-{stub}'{hosts}; style-src 'self' 'unsafe-inline'{hosts}; \
             img-src 'self' data:{hosts}; object-src 'none'; base-uri 'self'; form-action 'self'"
        );
        let report_only = format!("{enforce}; report-to consent");
        Self { enforce, report_only }
    }

    /// The headers as lines, for a server's configuration.
    pub fn lines(&self) -> String {
        format!(
            "Content-Security-Policy: {}\nContent-Security-Policy-Report-Only: {}\n",
            self.enforce, self.report_only
        )
    }
}
