//! The files of the five policies.

use crate::{Named, Place, Site, asks, container};
use azukari_model::Language;
use azukari_policy::{
    compile,
    declared::{Operation, Policy},
    source::{File, Sources, Today},
    vocabulary::Load,
};
use std::{fs, path::Path, sync::Arc};

const SERVICES: [&str; 5] = ["ijgn", "mobile-planning", "nicori", "onplanetz", "sessa"];

fn file(path: &Path) -> Option<Arc<File>> {
    let text = fs::read_to_string(path).ok()?;
    Some(Arc::new(File { path: path.display().to_string(), text }))
}

/// A policy as it stands in the repository, with lines added to how it is run.
fn service(name: &str, more: &str) -> (Policy, Option<Operation>) {
    let policies = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../policies");
    let folder = policies.join(name);
    let added = |file: Arc<File>| Arc::new(File { path: file.path.clone(), text: format!("{}\n{more}", file.text) });
    let sources = Sources {
        folder: name.to_owned(),
        policy: file(&folder.join("policy.toml")),
        operation: file(&folder.join("operation.toml")).map(added),
        vendors: file(&policies.join("vendors.toml")),
        prose: [Language::JA, Language::EN]
            .into_iter()
            .filter_map(|language| Some((language, file(&folder.join(format!("{language}.md")))?)))
            .collect(),
        left_out: Vec::new(),
    };
    let compiled = compile(&sources, Today("2026-11-25".parse().unwrap()));
    (compiled.policy.unwrap_or_else(|| panic!("{name}: {:?}", compiled.diagnostics)), compiled.operation)
}

fn script_of(name: &str, more: &str, language: Language) -> String {
    let (policy, operation) = service(name, more);
    let place = Place::of_service(&policy.service.id);
    Site { policy: &policy, operation: operation.as_ref(), place: &place }.script(language).text
}

#[test]
fn the_script_names_every_tag_of_the_site_and_no_tag_of_apps_alone() {
    for name in SERVICES {
        let (mut policy, _) = service(name, "");
        if let Some(last) = policy.tags.last_mut() {
            last.on = vec![azukari_policy::vocabulary::Platform::Ios];
        }
        let place = Place::of_service(&policy.service.id);
        let script = Site { policy: &policy, operation: None, place: &place }.script(Language::EN).text;
        let apps_alone = policy.tags.len().saturating_sub(1);
        for (at, tag) in policy.tags.iter().enumerate() {
            assert_eq!(script.contains(&format!("{{\"id\":\"{}\"", tag.id)), at < apps_alone, "{name}: {}", tag.id);
        }
    }
}

#[test]
fn nothing_an_author_wrote_ends_the_script_it_stands_in() {
    let (mut policy, _) = service("sessa", "");
    for tag in &mut policy.tags {
        tag.name = azukari_model::Words::both("</script><!--\u{2028}", "</script><!--\u{2029}");
    }
    let place = Place::of_service(&policy.service.id);
    let script = Site { policy: &policy, operation: None, place: &place }.script(Language::JA).text;
    assert!(!script.contains("</") && !script.contains("<!--") && !script.contains('\u{2028}'));
}

#[test]
fn a_tag_is_only_observed_where_the_operation_says_so() {
    let observed = |script: &str| script.matches("\"observe\":1").count();
    assert_eq!(observed(&script_of("sessa", "", Language::JA)), 0);
    assert_eq!(observed(&script_of("sessa", "[tag]\ngoogle-analytics = { gate = \"observe\" }\n", Language::JA)), 1);
    assert_eq!(observed(&script_of("sessa", "[tag]\ngoogle-analytics = { gate = \"enforce\" }\n", Language::JA)), 0);
}

#[test]
fn a_file_is_found_by_its_name_and_by_what_is_in_it() {
    let (policy, _) = service("sessa", "");
    let place = Place::of_service(&policy.service.id);
    let site = Site { policy: &policy, operation: None, place: &place };
    let (ja, en) = (site.script(Language::JA), site.script(Language::EN));
    assert_eq!(ja.named("ja.js"), Some(Named::Plainly));
    assert_eq!(ja.named(&ja.name_by_content()), Some(Named::ByContent));
    assert_eq!(ja.named(&en.name_by_content()), None);
    assert!(ja.integrity().starts_with("sha384-") && ja.integrity() != en.integrity());
    assert!(site.lines("/sessa/consent/ja.js", Language::JA).contains(&ja.integrity()));
}

#[test]
fn the_headers_allow_the_hosts_that_are_listed_and_the_inline_lines() {
    let (policy, _) = service("mobile-planning", "");
    let place = Place::of_service(&policy.service.id);
    let site = Site { policy: &policy, operation: None, place: &place };
    let security = site.security();
    for host in policy.tags.iter().flat_map(|tag| &tag.hosts) {
        assert!(security.enforce.contains(&format!(" {host}")), "{host}");
    }
    assert!(security.enforce.contains("'sha256-"));
    assert!(
        !security.enforce.contains("unsafe-eval") && !security.enforce.contains("script-src 'self' 'unsafe-inline'")
    );
    assert_eq!(security.report_only, format!("{}; report-to consent", security.enforce));
}

#[test]
fn the_container_has_a_gate_for_each_tag() {
    let (policy, _) = service("mobile-planning", "");
    let container = container(&policy);
    let names = |kind: &str| -> Vec<String> {
        let list = container["containerVersion"][kind].as_array().unwrap();
        list.iter().map(|one| one["name"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(names("trigger").len(), policy.tags.len());
    assert!(names("trigger").contains(&"allowed – mouseflow".to_owned()));
    assert!(names("variable").contains(&"consent – mouseflow".to_owned()));
}

#[test]
fn google_is_told_no_before_a_choice_where_a_tag_has_to_ask_first() {
    let (mut policy, _) = service("sessa", "");
    let stub = |policy: &Policy| {
        let place = Place::of_service(&policy.service.id);
        Site { policy, operation: None, place: &place }.stub().text
    };
    assert!(stub(&policy).contains("\"analytics_storage\":[\"analytics\",1,0]"));
    for tag in &mut policy.tags {
        tag.load = Load::AfterConsent;
    }
    assert!(stub(&policy).contains("\"analytics_storage\":[\"analytics\",0,0]"));
    assert!(asks(&policy));
    for tag in &mut policy.tags {
        tag.load = Load::Always;
    }
    assert!(!asks(&policy));
}
