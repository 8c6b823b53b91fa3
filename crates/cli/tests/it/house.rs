//! The house as a whole: arrows, dependencies, licences, words that must not appear.

use serde_json::Value;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// The most packages `Cargo.lock` may hold, our own included.
const PACKAGES_MAX: usize = 240;

/// What each room may lean on directly (ARCHITECTURE.md, the picture of rooms).
const ARROWS: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("policy", &["model"]),
    ("ledger", &["model"]),
    ("vault", &["model"]),
    ("store", &["model"]),
    ("custody", &["ledger", "model", "policy", "store", "vault"]),
    ("site", &["model", "policy"]),
    ("web", &["custody", "ledger", "model", "policy", "site"]),
    ("scan", &["model", "policy"]),
    ("cli", &["custody", "ledger", "model", "policy", "scan", "site", "store", "vault", "web"]),
    // The harness drives the program from outside and shares no code with it.
    ("torture", &[]),
];

/// Packages the ecosystem still has in two versions, each with who asks for the older.
const TWICE: &[(&str, &str)] = &[("hashbrown", "governor"), ("syn", "zeroize_derive, tracing-attributes")];

/// Licences that may be in the tree.
const LICENCES: &[&str] = &[
    "MIT",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-3-Clause",
    "BSD-2-Clause",
    "ISC",
    "MIT-0",
    "Zlib",
    "Unicode-3.0",
    "Unlicense",
    "CC0-1.0",
    "BSL-1.0",
    "OpenSSL",
    "CDLA-Permissive-2.0",
    "0BSD",
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn metadata() -> Value {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked"])
        .current_dir(root())
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("cargo prints JSON")
}

/// Names and versions of what is built for some platform: `Cargo.lock` also holds what weak features might bring.
fn built() -> BTreeSet<(String, String)> {
    let output = Command::new(env!("CARGO"))
        .args(["tree", "--workspace", "--edges", "all", "--target", "all", "--prefix", "none", "--locked"])
        .current_dir(root())
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout)
        .lines()
        .filter_map(|line| {
            let mut words = line.split_whitespace();
            Some((words.next()?.to_owned(), words.next()?.trim_start_matches('v').to_owned()))
        })
        .collect()
}

fn packages(metadata: &Value) -> Vec<(String, &Value)> {
    let built = built();
    let list = metadata["packages"].as_array().expect("packages");
    list.iter()
        .map(|package| (package["name"].as_str().expect("name").to_owned(), package))
        .filter(|(name, package)| {
            built.contains(&(name.clone(), package["version"].as_str().unwrap_or_default().to_owned()))
        })
        .collect()
}

#[test]
fn arrows_go_down_as_in_the_picture() {
    let metadata = metadata();
    for (name, package) in packages(&metadata) {
        let Some(room) = name.strip_prefix("azukari-") else { continue };
        let leans_on: BTreeSet<&str> = package["dependencies"]
            .as_array()
            .expect("dependencies")
            .iter()
            .filter_map(|dependency| dependency["name"].as_str()?.strip_prefix("azukari-"))
            .collect();
        let allowed = ARROWS.iter().find(|(known, _)| *known == room).map(|(_, arrows)| *arrows);
        let allowed: BTreeSet<&str> =
            allowed.unwrap_or_else(|| panic!("room `{room}` is not in the picture")).iter().copied().collect();
        assert!(leans_on.is_subset(&allowed), "`{room}` leans on {leans_on:?}, the picture allows {allowed:?}");
    }
}

#[test]
fn the_tree_stays_within_its_budget() {
    let lock = fs::read_to_string(root().join("Cargo.lock")).expect("Cargo.lock");
    let count = lock.lines().filter(|line| *line == "[[package]]").count();
    assert!(count <= PACKAGES_MAX, "{count} packages, {PACKAGES_MAX} allowed");
}

#[test]
fn every_package_comes_from_the_registry_under_a_licence_we_know() {
    for (name, package) in packages(&metadata()) {
        let source = package["source"].as_str();
        assert!(
            name.starts_with("azukari-") || source.is_some_and(|from| from.starts_with("registry+")),
            "`{name}`: {source:?}"
        );
        let licence = package["license"].as_str().unwrap_or_default();
        let fits = licence.replace('/', " OR ").split(" AND ").all(|part| {
            part.trim_matches(['(', ')'])
                .split(" OR ")
                .any(|one| LICENCES.contains(&one.trim().trim_matches(['(', ')'])))
        });
        assert!(fits, "`{name}` is under `{licence}`");
    }
}

#[test]
fn one_version_of_each_package_but_the_known_two() {
    let mut versions: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (name, package) in packages(&metadata()) {
        if !is_foreign(&name) {
            versions.entry(name).or_default().insert(package["version"].to_string());
        }
    }
    let twice: Vec<_> = versions
        .into_iter()
        .filter(|(name, all)| all.len() > 1 && !TWICE.iter().any(|(known, _)| known == name))
        .collect();
    assert!(twice.is_empty(), "{twice:?}");
}

/// Packages for platforms this program is not built for.
fn is_foreign(name: &str) -> bool {
    name.starts_with("windows") || name.starts_with("wasi") || name.starts_with("wit-") || name.starts_with("wasm")
}

#[test]
fn only_sqlite_and_aws_lc_are_built_from_c() {
    let linked: BTreeSet<String> = packages(&metadata())
        .into_iter()
        .filter(|(_, package)| package["links"].is_string())
        .map(|(name, _)| name)
        .filter(|name| {
            !["rayon-core", "wasm-bindgen-shared", "prettyplease", "aws-lc-rs", "sqlite-wasm-rs"]
                .contains(&name.as_str())
        })
        .collect();
    assert_eq!(linked, BTreeSet::from(["aws-lc-sys".to_owned(), "libsqlite3-sys".to_owned()]));
}
