//! Policy folders on disk, read into memory for the compiler.

use anyhow::{Context, Result, bail};
use azukari_model::Language;
use azukari_policy::source::{File, Sources, vendors_path};
use std::{
    fs,
    path::{Component, Path, PathBuf},
    sync::Arc,
};

/// The largest file of a policy that is read at all, in bytes; the compiler's own limits are narrower and say why.
const FILE_BYTES_MAX: u64 = 16 << 20;

/// A service's folder: its sources, and files that are no part of a policy.
#[derive(Debug)]
pub(crate) struct Folder {
    pub path: PathBuf,
    pub sources: Sources,
    /// Files of decided cases, `tests/*.toml`.
    pub cases: Vec<PathBuf>,
    /// Names of files that belong to nothing.
    pub strangers: Vec<String>,
}

/// The policy folders a path means: itself if it has a policy.toml, else every folder in it that has one, by name.
pub(crate) fn policy_folders(path: &Path) -> Result<Vec<PathBuf>> {
    if path.join("policy.toml").is_file() {
        return Ok(vec![path.to_owned()]);
    }
    let mut found: Vec<PathBuf> = fs::read_dir(path)
        .with_context(|| format!("cannot read `{}`", path.display()))?
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|folder| folder.join("policy.toml").is_file())
        .collect();
    found.sort();
    if found.is_empty() {
        bail!("no policy.toml in `{}` nor in a folder inside it; `azukari new NAME` writes a skeleton", path.display());
    }
    Ok(found)
}

/// Reads one policy folder.
pub(crate) fn load(path: &Path) -> Result<Folder> {
    let real = fs::canonicalize(path).with_context(|| format!("cannot find `{}`", path.display()))?;
    let name = real.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let mut sources = Sources { folder: name, ..Sources::default() };
    let mut strangers = Vec::new();
    let mut entries: Vec<_> =
        fs::read_dir(path).with_context(|| format!("cannot read `{}`", path.display()))?.collect::<Result<_, _>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let file = entry.file_name().to_string_lossy().into_owned();
        match (file.as_str(), file.strip_suffix(".md").map(str::parse::<Language>)) {
            ("policy.toml", _) => sources.policy = Some(read(&entry.path())?),
            ("operation.toml", _) => sources.operation = Some(read(&entry.path())?),
            (_, Some(Ok(language))) => {
                sources.prose.insert(language, read(&entry.path())?);
            }
            ("tests", _) if entry.path().is_dir() => {}
            _ if file.starts_with('.') => {}
            _ => strangers.push(file),
        }
    }
    if let Some(policy) = &sources.policy
        && let Some(vendors) = vendors_path(&policy.text)
    {
        sources.vendors = read_vendors(path, &vendors)?;
    }
    Ok(Folder { path: path.to_owned(), sources, cases: case_files(path)?, strangers })
}

/// Reads every policy folder a path means.
pub(crate) fn load_all(path: &Path) -> Result<Vec<Folder>> {
    policy_folders(path)?.iter().map(|folder| load(folder)).collect()
}

/// The vendors' file stands beside the services: inside the policy's folder or one above it, nowhere else.
fn read_vendors(folder: &Path, named: &str) -> Result<Option<Arc<File>>> {
    let ups = Path::new(named).components().filter(|part| matches!(part, Component::ParentDir)).count();
    let is_near = Path::new(named)
        .components()
        .all(|part| matches!(part, Component::ParentDir | Component::CurDir | Component::Normal(_)));
    if !is_near || ups > 1 {
        bail!(
            "`vendors` of `{}` may name a file beside the services only, such as `../vendors.toml`",
            folder.display()
        );
    }
    let path = folder.join(named);
    if path.is_file() { Ok(Some(read(&path)?)) } else { Ok(None) }
}

fn case_files(folder: &Path) -> Result<Vec<PathBuf>> {
    let tests = folder.join("tests");
    if !tests.is_dir() {
        return Ok(Vec::new());
    }
    let mut files: Vec<PathBuf> = fs::read_dir(&tests)
        .with_context(|| format!("cannot read `{}`", tests.display()))?
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|file| file.extension().is_some_and(|end| end == "toml" || end == "jsonl"))
        .collect();
    files.sort();
    Ok(files)
}

/// Reads a text file, up to a size no policy reaches.
pub(crate) fn read(path: &Path) -> Result<Arc<File>> {
    let size = fs::metadata(path).with_context(|| format!("cannot read `{}`", path.display()))?.len();
    if size > FILE_BYTES_MAX {
        bail!("`{}` is larger than {} MiB: this is no policy", path.display(), FILE_BYTES_MAX >> 20);
    }
    let bytes = fs::read(path).with_context(|| format!("cannot read `{}`", path.display()))?;
    let Ok(text) = String::from_utf8(bytes) else {
        bail!("`{}` is not UTF-8: save it as UTF-8", path.display());
    };
    Ok(Arc::new(File { path: path.display().to_string(), text }))
}
