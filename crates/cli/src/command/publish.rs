//! `azukari publish`: the policy as files for any web server.

use super::compile;
use crate::{
    args::Publish,
    environment::Context,
    folder,
    printer::Exit,
    said::{cannot_make, shown},
    write::replace_all,
};
use anyhow::Result;
use azukari_policy::{
    declared::Policy,
    publish::{
        Edition,
        external::{self, Listing},
        html, json, markdown,
    },
};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// A file to be written.
type File = (PathBuf, String);

/// Writes `OUT/SERVICE/policy.LANG.{html,fragment.html,md}` and `policy.json`; `external.LANG.{html,fragment.html,csv}` and
/// `external.json`. Where one policy has errors nothing is written of any.
pub(super) fn run(arguments: &Publish, context: Context) -> Result<Exit> {
    let mut files: Vec<File> = Vec::new();
    for folder in folder::load_all(&arguments.path)? {
        let (policy, _) = compile(&folder, context)?;
        let out = arguments.out.join(policy.service.id.as_str());
        for &language in &policy.service.languages {
            let edition = Edition { policy: &policy, language, effective: policy.service.effective, versions: &[] };
            files.push((out.join(format!("policy.{language}.html")), html::page(&edition)));
            files.push((out.join(format!("policy.{language}.fragment.html")), html::fragment(&edition)));
            files.push((out.join(format!("policy.{language}.md")), markdown::markdown(&edition)));
        }
        files.push((out.join("policy.json"), pretty(&json::json(&policy, policy.service.effective))?));
        transmissions(&policy, &out, &mut files)?;
    }
    for out in files.iter().filter_map(|(path, _)| path.parent()) {
        fs::create_dir_all(out).map_err(cannot_make(out))?;
    }
    replace_all(&files)?;
    for (path, _) in &files {
        context.printer.data(&shown(path));
    }
    Ok(Exit::Clean)
}

/// What the site makes browsers send to others.
fn transmissions(policy: &Policy, out: &Path, files: &mut Vec<File>) -> Result<()> {
    for &language in &policy.service.languages {
        let listing = Listing::new(policy, language);
        files.push((out.join(format!("external.{language}.html")), external::page(&listing)));
        files.push((out.join(format!("external.{language}.fragment.html")), external::fragment(&listing)));
        files.push((out.join(format!("external.{language}.csv")), external::csv(&listing)));
    }
    files.push((out.join("external.json"), pretty(&external::json(policy))?));
    Ok(())
}

fn pretty(value: &serde_json::Value) -> Result<String> {
    Ok(serde_json::to_string_pretty(value)? + "\n")
}
