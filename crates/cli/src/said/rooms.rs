//! What the errors of the rooms below say in Japanese. English is beside each error; a new one does not compile without its row.

use super::of_the_disk;
use azukari_custody::{
    OpenError,
    backup::BackupError,
    procedures::{activate::ActivateError, gap::GapError, token::TokenError},
    verify::VerifyError,
};
use azukari_ledger::{note::NoteError, proof::ProofError};
use azukari_store::StoreError;
use azukari_vault::{VaultError, kms::FileError};
use std::error::Error;

/// The error in Japanese, if a room below made it. What it comes from is told by itself.
pub(super) fn ja(error: &(dyn Error + 'static)) -> Option<String> {
    None.or_else(|| error.downcast_ref().map(store))
        .or_else(|| error.downcast_ref().map(key_file))
        .or_else(|| error.downcast_ref().copied().map(vault))
        .or_else(|| error.downcast_ref().map(open))
        .or_else(|| error.downcast_ref().map(verify))
        .or_else(|| error.downcast_ref().map(activate))
        .or_else(|| error.downcast_ref().copied().map(token))
        .or_else(|| error.downcast_ref().map(backup))
        .or_else(|| error.downcast_ref().copied().map(gap))
        .or_else(|| error.downcast_ref().map(proof))
        .or_else(|| error.downcast_ref().copied().map(note))
}

fn store(error: &StoreError) -> String {
    match error {
        StoreError::Busy => "データベースが使われています".to_owned(),
        StoreError::Engine(said) => format!("データベースが動きません：{said}"),
        StoreError::Unreadable(what) => format!("データベースの `{what}` に読めないものがあります"),
        StoreError::Newer { found, known } => format!(
            "データベースの版が新しすぎます（{found}。このプログラムが読めるのは {known} まで）。新しいプログラムを動かしてください"
        ),
        StoreError::Older { found, known } => format!(
            "データベースの版が古いままです（{found}。このプログラムの版は {known}）。一度 `azukari serve` を動かしてください"
        ),
        StoreError::OtherLog => {
            "データベースの隣の `azukari.db.leaves` は、別の記録簿のものです。同じ所で動いていたファイルを揃えてください".to_owned()
        }
        StoreError::File(_) => "データベースのファイルを開けないか、書けません".to_owned(),
        StoreError::Failed => "何も書かれていません".to_owned(),
        StoreError::Closed => "データベースは閉じられています".to_owned(),
    }
}

fn key_file(error: &FileError) -> String {
    match error {
        FileError::Io { path, error } => {
            let said = of_the_disk(error.kind()).map_or_else(|| error.to_string(), str::to_owned);
            format!("鍵ファイル `{}`：{said}", path.display())
        }
        FileError::Exists(path) => {
            format!("鍵ファイル `{}` はすでにあります。上書きすることはありません", path.display())
        }
        FileError::Open { path, mode } => format!(
            "鍵ファイル `{}` をほかの人が読めます（{mode:04o}）。`chmod 600` を実行し、読まれた恐れがあれば作り直してください",
            path.display()
        ),
        FileError::Unreadable(path) => format!("`{}` は、この版で読める鍵ファイルではありません", path.display()),
        FileError::PassphraseMissing(path) => {
            format!("鍵ファイル `{}` は封じてあります。パスフレーズを渡してください", path.display())
        }
        FileError::PassphraseUnused(path) => {
            format!("鍵ファイル `{}` はパスフレーズで封じていないのに、パスフレーズが渡されました", path.display())
        }
        FileError::PassphraseWrong(path) => {
            format!(
                "このパスフレーズでは鍵ファイル `{}` を開けません。ファイルが書き換えられたのかもしれません",
                path.display()
            )
        }
        FileError::Vault(error) => vault(*error),
    }
}

fn vault(error: VaultError) -> String {
    match error {
        VaultError::NotOpened => "封を開けません。鍵か宛先が違うか、書き換えられています".to_owned(),
        VaultError::NoRandom => "OSから乱数が得られません".to_owned(),
        VaultError::NoSuchKey(version) => format!("第{version}版の鍵がありません"),
        VaultError::TooLong => "長すぎて封じられません".to_owned(),
    }
}

fn open(error: &OpenError) -> String {
    match error {
        OpenError::Origin(name) => format!("`{name}` は記録簿の名前になりません。空白と + は使えません"),
        OpenError::Store(_) => "保管したものを読めません".to_owned(),
    }
}

fn verify(error: &VerifyError) -> String {
    match error {
        VerifyError::Store(_) => "保管したものを読めません".to_owned(),
        VerifyError::Keys(_) => "鍵を使えません".to_owned(),
    }
}

fn activate(error: &ActivateError) -> String {
    match error {
        ActivateError::NotClean { folder, .. } => {
            format!("`{folder}` に、エラーか、受容されていない法令の指摘があります")
        }
        ActivateError::Widens { service, .. } => {
            format!("`{service}` の新しい版は、できることを広げます。`azukari activate --by 責任者` を待ちます")
        }
        ActivateError::MeaningNotRaised { service, purpose } => {
            format!("`{service}` は、`meaning` を上げずに `{purpose}` の意味を変えています")
        }
        ActivateError::Known(service) => format!("`{service}` のその日の版は、すでに登録してあります"),
        ActivateError::NotInHistory(service) => format!("その日は `{service}` の `service.history` にありません"),
        ActivateError::Store => "保存できませんでした".to_owned(),
    }
}

fn token(error: TokenError) -> String {
    match error {
        TokenError::Service => "そのサービスはありません",
        TokenError::Role => "その役割は operation.toml にありません",
        TokenError::Owner => "アカウント名ではありません。見えない文字を含まない一行で書いてください",
        TokenError::Network => "ネットワークの形ではありません。`10.0.0.0/8` のように書いてください",
        TokenError::TooLong => "トークンの期間は一年までです",
        TokenError::Unknown => "そのトークンはありません",
        TokenError::Store => "保存できませんでした",
    }
    .to_owned()
}

fn backup(error: &BackupError) -> String {
    match error {
        BackupError::NotOne(path) => {
            format!("backup-not-one：`{}` はバックアップのファイルではありません", path.display())
        }
        BackupError::Newer(path) => {
            format!("backup-newer：`{}` の形式は新しすぎます。書いたプログラムで復元してください", path.display())
        }
        BackupError::OtherForm(path) => {
            format!("backup-form：`{}` は別の版のデータベースです。書いたプログラムで復元してください", path.display())
        }
        BackupError::NotOpened(path) => format!(
            "backup-not-opened：`{}` を開けません。書いたときの鍵ファイルを使ってください。それでも開けなければ、ファイルが書き換えられています",
            path.display()
        ),
        BackupError::Changed { path, piece } => {
            format!("backup-changed：`{}` の {piece} 番目の部分が書き換えられています", path.display())
        }
        BackupError::Longer(path) => format!("backup-changed：`{}` の終わりの後に何かがあります", path.display()),
        BackupError::Cut(path) => format!("backup-cut：`{}` は途中で切れています", path.display()),
        BackupError::OtherPair(data, keys) => {
            format!(
                "backup-pair：`{}` と `{}` は、一つのバックアップの組ではありません",
                data.display(),
                keys.display()
            )
        }
        BackupError::NoPair(path) => {
            format!("backup-incomplete：`{}` のデータに、組になる鍵のファイルがありません", path.display())
        }
        BackupError::NoJournal(path) => format!(
            "journal-missing：`{}` の隣に、バックアップの時点まで続く消去の控えがありません。失ったデータベースの `azukari.db.erased` を置くか、失われているなら `--without-journal` を付けてください",
            path.display()
        ),
        BackupError::NotSame(path) => {
            format!("backup-not-same：`{}` を開き直すと書いたものと違うため、捨てました", path.display())
        }
        BackupError::Exists(path) => {
            format!("backup-exists：`{}` はすでにあります。上書きすることはありません", path.display())
        }
        BackupError::Busy(path) => format!("backup-busy：`{}` へは別のバックアップが動いています", path.display()),
        BackupError::Disturbed => {
            "backup-disturbed：途中でサーバーが動き始めました。もう一度実行してください".to_owned()
        }
        BackupError::Disk { path, .. } => format!("backup-disk：`{}`", path.display()),
        BackupError::Store(_) => "backup-database".to_owned(),
        BackupError::Vault(error) => vault(*error),
    }
}

fn gap(error: GapError) -> String {
    match error {
        GapError::None => "閉じる空白はありません",
        GapError::LogUnknown => {
            "gap-log-unknown：記録簿がどこまで進んでいたかを示すものが、データベースの隣にありません。失ったデータベースの `azukari.db.leaves` を置くか、より後の記録簿を誰にも見せていなければ `--log-ends-here` を付けてください"
        }
        GapError::Store => "保存できませんでした",
    }
    .to_owned()
}

fn proof(error: &ProofError) -> String {
    match error {
        ProofError::Malformed(what) => format!("tlog-proof の形ではありません（{what}）"),
        ProofError::Extra => "`extra` の行がないか、この版で読める形ではありません".to_owned(),
        ProofError::UnknownKey(names) => {
            format!("渡された鍵で署名したチェックポイントではありません。署名者は {names} です")
        }
        ProofError::Checkpoint(error) => format!("チェックポイント：{}", note(*error)),
        ProofError::NotIncluded { index, size } => format!(
            "記録簿 {index} 番：チェックポイントの木（{size} 件）に含まれていません。記録か番号か経路が書き換えられています"
        ),
    }
}

fn note(error: NoteError) -> String {
    match error {
        NoteError::Malformed => "署名付きノートの形ではありません",
        NoteError::Unsigned => "知っている鍵の署名がありません",
        NoteError::Forged => "知っている鍵の署名が、本文に合いません",
        NoteError::Key => "Ed25519 の検証鍵ではありません。形は `name+hash+base64` です",
    }
    .to_owned()
}

#[cfg(test)]
mod tests {
    use super::{super::told, *};
    use azukari_model::{Lang, Name};
    use std::{io, path::PathBuf};

    /// One of each that says a name or a number.
    fn with_words() -> Vec<(anyhow::Error, &'static [&'static str])> {
        let path = || PathBuf::from("/data/key");
        let name = |name: &str| name.parse::<Name>().unwrap();
        vec![
            (StoreError::Engine("disk I/O".to_owned()).into(), &["disk I/O"]),
            (StoreError::Unreadable("holding").into(), &["holding"]),
            (StoreError::Newer { found: 9, known: 8 }.into(), &["9", "8"]),
            (StoreError::Older { found: 7, known: 8 }.into(), &["7", "8"]),
            (FileError::Io { path: path(), error: io::ErrorKind::NotFound.into() }.into(), &["/data/key"]),
            (FileError::Exists(path()).into(), &["/data/key"]),
            (FileError::Open { path: path(), mode: 0o644 }.into(), &["/data/key", "0644", "chmod 600"]),
            (FileError::Unreadable(path()).into(), &["/data/key"]),
            (FileError::PassphraseMissing(path()).into(), &["/data/key"]),
            (FileError::PassphraseUnused(path()).into(), &["/data/key"]),
            (FileError::PassphraseWrong(path()).into(), &["/data/key"]),
            (VaultError::NoSuchKey(3).into(), &["3"]),
            (OpenError::Origin("a b".to_owned()).into(), &["a b"]),
            (ActivateError::NotClean { folder: "sessa".to_owned(), diagnostics: vec![] }.into(), &["sessa"]),
            (ActivateError::Widens { service: name("sessa"), changes: vec![] }.into(), &["sessa", "--by"]),
            (
                ActivateError::MeaningNotRaised { service: name("sessa"), purpose: name("offers") }.into(),
                &["sessa", "offers", "meaning"],
            ),
            (ActivateError::Known(name("sessa")).into(), &["sessa"]),
            (ActivateError::NotInHistory(name("sessa")).into(), &["sessa", "service.history"]),
            (BackupError::NotOne(path()).into(), &["backup-not-one", "/data/key"]),
            (BackupError::Newer(path()).into(), &["backup-newer", "/data/key"]),
            (BackupError::OtherForm(path()).into(), &["backup-form", "/data/key"]),
            (BackupError::NotOpened(path()).into(), &["backup-not-opened", "/data/key"]),
            (BackupError::Changed { path: path(), piece: 7 }.into(), &["backup-changed", "/data/key", "7"]),
            (BackupError::Longer(path()).into(), &["backup-changed", "/data/key"]),
            (BackupError::Cut(path()).into(), &["backup-cut", "/data/key"]),
            (BackupError::OtherPair(path(), "/out/keys".into()).into(), &["backup-pair", "/data/key", "/out/keys"]),
            (BackupError::NoPair(path()).into(), &["backup-incomplete", "/data/key"]),
            (BackupError::NoJournal(path()).into(), &["journal-missing", "/data/key", "--without-journal"]),
            (BackupError::NotSame(path()).into(), &["backup-not-same", "/data/key"]),
            (BackupError::Exists(path()).into(), &["backup-exists", "/data/key"]),
            (BackupError::Busy(path()).into(), &["backup-busy", "/data/key"]),
            (BackupError::Disturbed.into(), &["backup-disturbed"]),
            (
                BackupError::Disk { path: path(), error: io::ErrorKind::StorageFull.into() }.into(),
                &["backup-disk", "/data/key"],
            ),
            (GapError::LogUnknown.into(), &["gap-log-unknown", "azukari.db.leaves", "--log-ends-here"]),
            (TokenError::Network.into(), &["10.0.0.0/8"]),
            (ProofError::Malformed("no `index`").into(), &["no `index`"]),
            (ProofError::UnknownKey("theirs".to_owned()).into(), &["theirs"]),
            (ProofError::NotIncluded { index: 4, size: 7 }.into(), &["4", "7"]),
            (NoteError::Key.into(), &["name+hash+base64"]),
        ]
    }

    #[test]
    fn what_an_error_names_is_named_in_both_languages_and_the_rest_differs() {
        for (error, words) in with_words() {
            let both = Lang::ALL.map(|lang| told(&error, lang));
            assert_ne!(both[0], both[1]);
            for word in words {
                assert!(both.iter().all(|one| one.contains(word)), "{word}: {both:?}");
            }
        }
    }
}
