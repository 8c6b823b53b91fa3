//! The policies of this repository, read and resolved: no complaint about their structure, and every mistake is found.

use azukari_model::{Date, Lang, Language};
use azukari_policy::{
    diagnostic::Diagnostic,
    source::{File, Sources, Today, vendors_path},
};
use std::{path::Path, sync::Arc};

const SERVICES: &[&str] = &["ijgn", "mobile-planning", "nicori", "onplanetz", "sessa"];

fn folder() -> std::path::PathBuf {
    std::env::var_os("POLICIES")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../policies"), Into::into)
}

fn file(path: &Path) -> Option<Arc<File>> {
    let text = std::fs::read_to_string(path).ok()?;
    Some(Arc::new(File { path: path.display().to_string(), text }))
}

fn sources(service: &str) -> Sources {
    let folder = folder().join(service);
    let policy = file(&folder.join("policy.toml"));
    let vendors = policy.as_ref().and_then(|policy| vendors_path(&policy.text));
    let prose = ["ja", "en"].into_iter().filter_map(|language| {
        Some((language.parse::<Language>().ok()?, file(&folder.join(format!("{language}.md")))?))
    });
    Sources {
        folder: service.to_owned(),
        policy,
        operation: file(&folder.join("operation.toml")),
        vendors: vendors.and_then(|path| file(&folder.join(path))),
        prose: prose.collect(),
    }
}

fn today() -> Today {
    Today(Date::new(2027, 1, 15).unwrap())
}

fn shown(one: &Diagnostic) -> String {
    let place = one.place.as_ref().map(|place| {
        let line = place.file.text[..place.range.start].lines().count().max(1);
        format!("{}:{line} [{}] {:?}", place.file.path, place.path, &place.file.text[place.range.clone()])
    });
    format!("{} {}: {}", place.unwrap_or_default(), one.code, one.message(Lang::En))
}

#[test]
fn the_policies_are_read_without_a_complaint_about_their_structure() {
    for service in SERVICES {
        let (resolved, found) = azukari_policy::read::read(&sources(service));
        let said = found.iter().map(shown).collect::<Vec<_>>().join("\n");
        assert!(found.is_empty() && resolved.is_some(), "{service}:\n{said}");
    }
}

#[test]
fn the_policies_compile() {
    for service in SERVICES {
        let compiled = azukari_policy::compile(&sources(service), today());
        let said = compiled.diagnostics.iter().filter(|one| !one.accepted).map(shown).collect::<Vec<_>>().join("\n");
        println!("{said}");
        assert!(compiled.policy.is_some() && compiled.operation.is_some(), "{service}:\n{said}");
    }
}
