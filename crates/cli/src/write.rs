//! Files written whole or not at all.

use crate::said::cannot_write;
use anyhow::Result;
use std::{
    ffi::OsString,
    fs::{self, OpenOptions},
    io::{self, Write as _},
    path::{Path, PathBuf},
};

/// Puts files in the place of what stands there: each is written beside its place first, and none is put there before all are
/// written. What fails leaves everything as it was.
pub(crate) fn replace_all(files: &[(PathBuf, String)]) -> Result<()> {
    let mut beside: Vec<PathBuf> = Vec::new();
    let done = write_beside(files, &mut beside).and_then(|()| {
        for ((path, _), beside) in files.iter().zip(&beside) {
            fs::rename(beside, path).map_err(cannot_write(path))?;
        }
        Ok(())
    });
    if done.is_err() {
        // What was put in its place is not here any more.
        for path in &beside {
            drop(fs::remove_file(path));
        }
    }
    done
}

fn write_beside(files: &[(PathBuf, String)], beside: &mut Vec<PathBuf>) -> Result<()> {
    for (path, text) in files {
        if fs::symlink_metadata(path).is_ok_and(|there| !there.is_file()) {
            return Err(cannot_write(path)(io::Error::from(io::ErrorKind::IsADirectory)).into());
        }
        let place = new_name(path);
        // Made anew: a link that somebody put there is not followed.
        let mut file = OpenOptions::new().write(true).create_new(true).open(&place).map_err(cannot_write(&place))?;
        beside.push(place);
        file.write_all(text.as_bytes()).and_then(|()| file.sync_data()).map_err(cannot_write(path))?;
    }
    Ok(())
}

fn new_name(path: &Path) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(".new");
    path.with_file_name(name)
}
