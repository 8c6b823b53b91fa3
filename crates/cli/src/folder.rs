//! Policy folders on disk, read into memory for the compiler.
//!
//! A folder may come from anybody: only plain files inside it are read, no more of each than a policy may weigh, and what is not
//! read is said with its reason.

use super::said::{
    Said, cannot_read,
    sentences::{NO_POLICY, TOO_MANY_FILES, UNREADABLE},
    shown,
};
use anyhow::Result;
use azukari_model::Language;
use azukari_policy::{
    read::SOURCE_BYTES_MAX,
    source::{File, LeftOut, Sources, Why, vendors_path},
};
use std::{
    fs::{self, OpenOptions},
    io::{self, Read as _},
    os::unix::fs::OpenOptionsExt as _,
    path::{Component, Path, PathBuf},
    sync::Arc,
};

/// The largest file that is read because somebody named it, in bytes: decided cases, a proof.
const NAMED_BYTES_MAX: usize = 16 << 20;

/// How many files of a folder are looked at: more are no policy.
const FILES_MAX: usize = 1_000;

/// A service's folder and its sources.
#[derive(Debug)]
pub(crate) struct Folder {
    pub path: PathBuf,
    pub sources: Sources,
}

/// The policy folders a path means: itself if it has a policy.toml, else every folder in it that has one, by name.
pub(crate) fn policy_folders(path: &Path) -> Result<Vec<PathBuf>> {
    // Whatever stands there by that name, a broken link too: it is read, or said to be unreadable, never passed over.
    let has_policy = |folder: &Path| fs::symlink_metadata(folder.join("policy.toml")).is_ok();
    if has_policy(path) {
        return Ok(vec![path.to_owned()]);
    }
    let mut found: Vec<PathBuf> = fs::read_dir(path)
        .map_err(cannot_read(path))?
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|folder| has_policy(folder))
        .collect();
    found.sort();
    if found.is_empty() {
        return Err(Said::of(NO_POLICY, path).into());
    }
    Ok(found)
}

/// Reads one policy folder.
pub(crate) fn load(path: &Path) -> Result<Folder> {
    let real = fs::canonicalize(path).map_err(cannot_read(path))?;
    let name = real.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let mut reading = Reading { root: &real, sources: Sources { folder: name, ..Sources::default() } };
    for file in names(path)? {
        reading.enter(&path.join(&file), &file.to_string_lossy());
    }
    let vendors = reading.sources.policy.as_ref().and_then(|policy| vendors_path(&policy.text));
    if let Some(vendors) = vendors {
        reading.vendors(path, &vendors);
    }
    Ok(Folder { path: path.to_owned(), sources: reading.sources })
}

/// Reads every policy folder a path means.
pub(crate) fn load_all(path: &Path) -> Result<Vec<Folder>> {
    policy_folders(path)?.iter().map(|folder| load(folder)).collect()
}

/// The files of decided cases in a policy's folder, `tests/*.toml` and `*.jsonl`, by name.
pub(crate) fn case_files(folder: &Path) -> Result<Vec<PathBuf>> {
    let tests = folder.join("tests");
    if !tests.is_dir() {
        return Ok(Vec::new());
    }
    let files = names(&tests)?.into_iter().map(|name| tests.join(name));
    Ok(files.filter(|file| file.extension().is_some_and(|end| end == "toml" || end == "jsonl")).collect())
}

/// Reads a text file that somebody named.
pub(crate) fn read(path: &Path) -> Result<Arc<File>> {
    let text = text(path, NAMED_BYTES_MAX).map_err(|why| unreadable(path, &why))?;
    Ok(Arc::new(File { path: shown(path), text }))
}

/// Reads one source, for a command that works on a single file of a folder.
pub(crate) fn source(folder: &Path, path: &Path) -> Result<Arc<File>> {
    let root = fs::canonicalize(folder).map_err(cannot_read(folder))?;
    inside(&root, path).map_err(|why| unreadable(path, &why).into())
}

fn unreadable(path: &Path, why: &Why) -> Said {
    Said::new(UNREADABLE.with([("path", &shown(path))]).with_both("why", why.ja(), why.en()))
}

/// The names in a folder, in their order.
fn names(folder: &Path) -> Result<Vec<std::ffi::OsString>> {
    let entries = fs::read_dir(folder).map_err(cannot_read(folder))?.take(FILES_MAX + 1);
    let mut names: Vec<_> = entries.map(|entry| entry.map(|entry| entry.file_name())).collect::<Result<_, _>>()?;
    if names.len() > FILES_MAX {
        return Err(Said::new(TOO_MANY_FILES.with([("path", &shown(folder)), ("most", &FILES_MAX)])).into());
    }
    names.sort();
    Ok(names)
}

/// A folder under reading.
struct Reading<'a> {
    /// Where it really is: no file outside it is read.
    root: &'a Path,
    sources: Sources,
}

impl Reading<'_> {
    fn enter(&mut self, path: &Path, name: &str) {
        match (name, name.strip_suffix(".md").map(str::parse::<Language>)) {
            ("policy.toml", _) => self.sources.policy = self.read(self.root, path),
            ("operation.toml", _) => self.sources.operation = self.read(self.root, path),
            (_, Some(Ok(language))) => {
                let file = self.read(self.root, path);
                self.sources.prose.extend(file.map(|file| (language, file)));
            }
            ("tests", _) if path.is_dir() => {}
            _ if name.starts_with('.') || name.starts_with("README") => {}
            // Read where the policy names it.
            ("vendors.toml", _) => {}
            _ => self.leave_out(path, Why::Unknown),
        }
    }

    fn read(&mut self, root: &Path, path: &Path) -> Option<Arc<File>> {
        inside(root, path).map_err(|why| self.leave_out(path, why)).ok()
    }

    fn leave_out(&mut self, path: &Path, why: Why) {
        self.sources.left_out.push(LeftOut { path: shown(path), why });
    }

    /// The vendors' file stands beside the services: inside the policy's folder or one above it, nowhere else. Of another the
    /// compiler says that it is not there.
    fn vendors(&mut self, folder: &Path, named: &str) {
        let parts = || Path::new(named).components();
        let ups = parts().filter(|part| matches!(part, Component::ParentDir)).count();
        let is_near =
            parts().all(|part| matches!(part, Component::ParentDir | Component::CurDir | Component::Normal(_)));
        let path = folder.join(named);
        if is_near && ups <= 1 && fs::symlink_metadata(&path).is_ok() {
            let root = self.root.parent().unwrap_or(self.root);
            self.sources.vendors = self.read(root, &path);
        }
    }
}

/// Reads a plain file inside a folder.
fn inside(root: &Path, path: &Path) -> Result<Arc<File>, Why> {
    let real = fs::canonicalize(path).map_err(|error| of_the_disk(&error))?;
    if !real.starts_with(root) {
        return Err(Why::Outside);
    }
    Ok(Arc::new(File { path: shown(path), text: text(&real, SOURCE_BYTES_MAX)? }))
}

/// Reads a plain file of UTF-8, up to a size.
fn text(path: &Path, most: usize) -> Result<String, Why> {
    // A pipe would be waited for: opened without waiting, it is found to be none of ours.
    let flags = rustix::fs::OFlags::NONBLOCK.bits().cast_signed();
    let file = OpenOptions::new().read(true).custom_flags(flags).open(path).map_err(|error| of_the_disk(&error))?;
    if !file.metadata().map_err(|error| of_the_disk(&error))?.is_file() {
        return Err(Why::NotAFile);
    }
    let mut bytes = Vec::new();
    let limit = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
    file.take(limit).read_to_end(&mut bytes).map_err(|error| of_the_disk(&error))?;
    if bytes.len() > most {
        return Err(Why::TooLarge(most));
    }
    String::from_utf8(bytes).map_err(|error| Why::NotUtf8(error.utf8_error().valid_up_to()))
}

fn of_the_disk(error: &io::Error) -> Why {
    match error.kind() {
        io::ErrorKind::NotFound => Why::Missing,
        io::ErrorKind::PermissionDenied => Why::Denied,
        io::ErrorKind::IsADirectory => Why::NotAFile,
        _ if error.raw_os_error() == Some(rustix::io::Errno::LOOP.raw_os_error()) => Why::Circular,
        _ => Why::Disk(error.to_string()),
    }
}
