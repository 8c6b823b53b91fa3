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
    declared::{Operation, Policy},
    publish::{
        Edition,
        external::{self, Listing},
        html, json, markdown,
    },
};
use azukari_site::{Place, Site, container};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// A file to be written.
type File = (PathBuf, String);

/// Writes `OUT/SERVICE/policy.LANG.{html,fragment.html,md}` and `policy.json`; `external.LANG.{html,fragment.html,csv}` and
/// `external.json`; `consent.LANG.{js,lines.html}`, `consent.csp.txt` and `consent.gtm.json`. Where one policy has errors nothing is written of any.
pub(super) fn run(arguments: &Publish, context: Context) -> Result<Exit> {
    let mut files: Vec<File> = Vec::new();
    for folder in folder::load_all(&arguments.path)? {
        let (policy, operation) = compile(&folder, context)?;
        let out = arguments.out.join(policy.service.id.as_str());
        for &language in &policy.service.languages {
            let edition = Edition { policy: &policy, language, effective: policy.service.effective, versions: &[] };
            files.push((out.join(format!("policy.{language}.html")), html::page(&edition)));
            files.push((out.join(format!("policy.{language}.fragment.html")), html::fragment(&edition)));
            files.push((out.join(format!("policy.{language}.md")), markdown::markdown(&edition)));
        }
        files.push((out.join("policy.json"), pretty(&json::json(&policy, policy.service.effective))?));
        transmissions(&policy, &out, &mut files)?;
        scripts(&policy, operation.as_ref(), &out, &mut files)?;
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

/// What holds tags back until they may load; for the site's own server, beside the other files.
fn scripts(policy: &Policy, operation: Option<&Operation>, out: &Path, files: &mut Vec<File>) -> Result<()> {
    let place = Place::of_service(&policy.service.id);
    let site = Site { policy, operation, place: &place };
    for &language in &policy.service.languages {
        files.push((out.join(format!("consent.{language}.js")), site.script(language).text));
        let address = format!("consent.{language}.js");
        files.push((out.join(format!("consent.{language}.lines.html")), site.lines(&address, language)));
    }
    files.push((out.join("consent.csp.txt"), site.security().lines()));
    files.push((out.join("consent.gtm.json"), pretty(&container(policy))?));
    Ok(())
}

fn pretty(value: &serde_json::Value) -> Result<String> {
    Ok(serde_json::to_string_pretty(value)? + "\n")
}
