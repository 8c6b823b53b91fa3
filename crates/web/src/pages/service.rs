//! What every page of a service begins with: the service, the policy that runs, the language.

use super::layout::{Page, Reader, Shell};
use crate::{
    problem::{Code, Problem},
    state::AppState,
};
use azukari_custody::{
    Service,
    service::{Running, Version},
};
use azukari_model::{Instant, Language};
use azukari_policy::{
    declared::Policy,
    publish::{VersionLink, phrase},
};
use std::{fmt::Write as _, sync::Arc};

/// A service that is there.
pub(super) async fn find(state: &AppState, service: &str) -> Result<Arc<Service>, Problem> {
    state.door()?.service(service).await.map_err(|refused| Problem::refused(refused, service))
}

/// The policy that runs.
pub(super) fn running(service: &Service) -> Result<&Running, Problem> {
    service.running.as_ref().ok_or_else(|| Problem::new(Code::PolicyNotCompiling))
}

/// The language of a page about a policy.
pub(super) fn language(policy: &Policy, reader: Reader) -> Result<Language, Problem> {
    reader
        .choose(&policy.service.languages, policy.service.governing)
        .ok_or_else(|| Problem::new(Code::LanguageUnknown))
}

/// The frame of a page about a policy.
pub(super) fn shell(policy: &Policy, language: Language, reader: Reader, page: Page, title: &str) -> Shell {
    let service = &policy.service;
    let name = service.name.in_language(language).to_owned();
    let operator = policy.operator.name.in_language(language).to_owned();
    Shell::of_service(reader, language, &service.languages, (&service.id, name, operator), page, title.to_owned())
}

/// Where each version can be read, the newest first.
pub(super) fn version_links(service: &str, versions: &[Version]) -> Vec<VersionLink> {
    let mut links: Vec<VersionLink> = versions
        .iter()
        .map(|version| VersionLink { day: version.day, href: version_path(service, version.number) })
        .collect();
    links.sort_by_key(|link| std::cmp::Reverse(link.day));
    links
}

/// Where one version can be read.
pub(super) fn version_path(service: &str, number: u32) -> String {
    format!("{}/{number}", Page::Versions.path(service))
}

/// A moment as people read it, in the zone of the service.
pub(super) fn moment(policy: &Policy, language: Language, at: Instant) -> String {
    let zone = &policy.service.zone;
    let date = zone.date(at);
    let seconds = (at.micros() - zone.start_of(date).micros()).div_euclid(1_000_000);
    let time = format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
    match language {
        Language::JA => format!("{} {time}", phrase::date(language, date)),
        _ => format!("{}, {time}", phrase::date(language, date)),
    }
}

/// Bytes as hexadecimal digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut digits, byte| {
        // Writing to a string does not fail.
        let _ = write!(digits, "{byte:02x}");
        digits
    })
}
