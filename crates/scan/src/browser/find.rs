//! Where Chromium is: as asked, else by its names on the path.

use super::BrowserError;
use std::{
    ffi::OsStr,
    path::{Path, PathBuf},
};

/// What the program is called, the best first.
const NAMES: &[&str] = &["chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome"];

/// Finds the program. `asked` is taken as it is; `path` is the list of folders of the environment.
pub fn find(asked: Option<&Path>, path: Option<&OsStr>) -> Result<PathBuf, BrowserError> {
    if let Some(asked) = asked {
        return Ok(asked.to_owned());
    }
    let folders: Vec<PathBuf> = path.map(|path| std::env::split_paths(path).collect()).unwrap_or_default();
    let all = NAMES.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    all.into_iter().find(|program| program.is_file()).ok_or(BrowserError::NotFound)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_one_asked_for_is_taken_else_the_best_name_on_the_path() {
        let folder = tempfile::tempdir().unwrap();
        let path = Some(folder.path().as_os_str());
        assert!(matches!(find(None, path), Err(BrowserError::NotFound)));
        for name in ["google-chrome", "chromium"] {
            std::fs::write(folder.path().join(name), "").unwrap();
        }
        assert_eq!(find(None, path).unwrap(), folder.path().join("chromium"));
        assert_eq!(find(Some(Path::new("/opt/x")), path).unwrap(), Path::new("/opt/x"));
    }
}
