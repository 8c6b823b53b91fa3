//! The hash of what a version was compiled from: names and bytes of its files, never compiled bytes.

use crate::source::{File, Sources};
use aws_lc_rs::digest::{Context, SHA256};

/// SHA-256 over every file of a version: policy, vendors where the policy names them, prose in every language there is.
/// operation.toml has its own.
pub fn of_policy(sources: &Sources) -> [u8; 32] {
    let named = [("policy.toml".to_owned(), sources.policy.as_deref())].into_iter();
    let vendors = sources.policy.as_ref().and_then(|file| crate::source::vendors_path(&file.text));
    let named = named.chain(vendors.map(|_| ("vendors.toml".to_owned(), sources.vendors.as_deref())));
    let prose = sources.prose.iter().map(|(language, file)| (format!("{language}.md"), Some(file.as_ref())));
    let mut context = Context::new(&SHA256);
    for (name, file) in named.chain(prose) {
        let Some(file) = file else { continue };
        for part in [name.as_bytes(), file.text.as_bytes()] {
            // Lengths keep one file from passing for two.
            context.update(&(part.len() as u64).to_be_bytes());
            context.update(part);
        }
    }
    finish(context)
}

/// SHA-256 of one file's bytes.
pub fn of_file(file: &File) -> [u8; 32] {
    let mut context = Context::new(&SHA256);
    context.update(file.text.as_bytes());
    finish(context)
}

fn finish(context: Context) -> [u8; 32] {
    let mut hash = [0; 32];
    hash.copy_from_slice(context.finish().as_ref());
    hash
}
