//! Opening what a data folder keeps: the key file, the database, the door.

use crate::{
    environment::Context,
    said::{
        Said, cannot_make, cannot_open, cannot_read, cannot_write,
        sentences::{ANOTHER_SERVER, KEY_FILE_GONE},
    },
};
use anyhow::Result;
use azukari_custody::{Clock, Door, Parts, Settings};
use azukari_store::{Options, Store};
use azukari_vault::{
    Keyring, Random,
    kms::{FileKms, Passphrase},
};
use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    sync::Arc,
};

/// The name of a log nobody named.
pub(crate) const ORIGIN: &str = "azukari.example/ledger";

/// A data folder: where its files are.
#[derive(Clone, Debug)]
pub(crate) struct Data {
    folder: PathBuf,
    passphrase: Option<PathBuf>,
}

/// Held while a server runs on a folder; a second one is refused.
#[derive(Debug)]
pub(crate) struct Lock(#[expect(dead_code, reason = "closing the file gives the lock back")] File);

impl Data {
    /// A folder, and the file with the passphrase of its key file.
    pub(crate) fn new(folder: &Path, passphrase: Option<&Path>) -> Self {
        Self { folder: folder.to_owned(), passphrase: passphrase.map(Path::to_owned) }
    }

    /// Makes the folder, readable by its owner alone, and a key file if there is none.
    pub(crate) fn ensure(&self) -> Result<()> {
        self.ensure_folder()?;
        if !self.key_path().exists() {
            if self.database_path().exists() {
                return Err(Said::of(KEY_FILE_GONE, &self.folder).into());
            }
            FileKms::create(&self.key_path(), self.read_passphrase()?.as_ref(), &mut Random::system())?;
        }
        Ok(())
    }

    /// Makes the folder, readable by its owner alone.
    pub(crate) fn ensure_folder(&self) -> Result<()> {
        use std::os::unix::fs::DirBuilderExt as _;
        Ok(fs::DirBuilder::new().recursive(true).mode(0o700).create(&self.folder).map_err(cannot_make(&self.folder))?)
    }

    /// Takes the folder for one server.
    pub(crate) fn lock(&self) -> Result<Lock> {
        let path = self.folder.join("lock");
        let file = File::create(&path).map_err(cannot_write(&path))?;
        rustix::fs::flock(&file, rustix::fs::FlockOperation::NonBlockingLockExclusive)
            .map_err(|_| Said::of(ANOTHER_SERVER, &self.folder))?;
        Ok(Lock(file))
    }

    /// The keys.
    pub(crate) fn keyring(&self) -> Result<Keyring> {
        let kms = FileKms::open(&self.key_path(), self.read_passphrase()?.as_ref())?;
        Ok(Keyring::load(&kms)?)
    }

    /// The database.
    pub(crate) fn store(&self) -> Result<Store> {
        let path = self.database_path();
        Ok(Store::open(&path, &Options::default()).map_err(cannot_open(&path))?)
    }

    /// The door over all of it.
    pub(crate) async fn door(&self, clock: Arc<dyn Clock>, origin: &str) -> Result<Door> {
        let settings = Settings { origin: origin.to_owned(), backups: None };
        let parts = Parts { store: self.store()?, keyring: self.keyring()?, random: Random::system(), clock, settings };
        Ok(Door::open(parts).await?)
    }

    /// Puts a copy of a key file into the folder, which has none.
    pub(crate) fn bring_key(&self, from: &Path) -> Result<()> {
        use std::os::unix::fs::PermissionsExt as _;
        // It must open before it is put anywhere.
        FileKms::open(from, self.read_passphrase()?.as_ref())?;
        let path = self.key_path();
        fs::copy(from, &path)
            .and_then(|_| fs::set_permissions(&path, fs::Permissions::from_mode(0o600)))
            .and_then(|()| File::open(&path)?.sync_all())
            .map_err(cannot_write(&path))?;
        Ok(())
    }

    /// The folder itself.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Where the database is.
    pub(crate) fn database_path(&self) -> PathBuf {
        self.folder.join("azukari.db")
    }

    /// Where the key file is.
    pub(crate) fn key_path(&self) -> PathBuf {
        self.folder.join("key")
    }

    fn read_passphrase(&self) -> Result<Option<Passphrase>> {
        let Some(path) = &self.passphrase else { return Ok(None) };
        let text = fs::read_to_string(path).map_err(cannot_read(path))?;
        Ok(Some(Passphrase::new(text.trim_end_matches(['\r', '\n']).to_owned())))
    }
}

/// Makes the process undumpable and without core files; warns where memory may reach a disk.
pub(crate) fn guard_memory(context: Context) {
    let _ = rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable);
    let none = rustix::process::Rlimit { current: Some(0), maximum: Some(0) };
    let _ = rustix::process::setrlimit(rustix::process::Resource::Core, none);
    let swaps = fs::read_to_string("/proc/swaps").unwrap_or_default();
    if swaps.lines().nth(1).is_some() {
        context.printer.talk(context.lang.pick(
            "スワップが有効です。鍵がディスクに書かれることのないよう、切るか暗号化してください",
            "swap is on: turn it off or encrypt it, so that no key reaches a disk",
        ));
    }
}
