//! The sentences of the command line in Japanese, by path: `check.format` is the argument `format` of `check`.

use clap::Command;

#[rustfmt::skip]
const SENTENCES: &[(&str, &str)] = &[
    ("", "動くプライバシーポリシー。"),
    ("lang", "メッセージの言語。指定がなければ LANG に従います。"),
    ("demo", "五つの実在のポリシーと架空のデータで、全体を見せます。"),
    ("demo.policies", "五つの代わりに使う、ご自身のポリシーのフォルダ。"),
    ("demo.listen", "待ち受けるアドレス。"),
    ("demo.now", "開始時刻（RFC 3339）。指定がなければ現在。"),
    ("demo.once", "話を最後まで見せたら、そのまま終了します。"),
    ("demo.people", "作る架空の人数。"),
    ("demo.json", "話は省き、アドレスとトークンを一行のJSONで出して待ち受けます。"),
    ("serve", "公表し、判定し、預かるサーバーを動かします。"),
    ("serve.policies", "サービスごとのフォルダを収めたフォルダ。"),
    ("serve.data", "データベースと鍵ファイルを置くフォルダ。"),
    ("serve.listen", "待ち受けるアドレス。"),
    ("serve.passphrase_file", "鍵ファイルのパスフレーズを書いたファイル。なければ鍵ファイルそのものが秘密になります。"),
    ("serve.origin", "チェックポイントに載る記録簿の名前。"),
    ("serve.log", "標準エラーへ一行ずつJSONで出すログの細かさ。off、error、warn、info、debug、trace。"),
    ("check", "ポリシーの問題をすべて一度に見つけます。"),
    ("check.paths", "ポリシーのフォルダ、またはそれを収めたフォルダ。"),
    ("check.format", "出力の形式。"),
    ("check.against", "前の版とも比べ、意味を上げずに変えた箇所を指摘します。"),
    ("check.today", "受容の期限と比べる日。指定がなければ今日。"),
    ("explain", "コードを説明します。意味、理由、例、直し方。"),
    ("explain.code", "指摘・拒否・変更・保証のコード。省くと一覧を出します。"),
    ("diff", "二つの版の違いと、それぞれに必要な手続きを示します。"),
    ("diff.old", "旧版のフォルダ。"),
    ("diff.new", "新版のフォルダ。"),
    ("diff.format", "出力の形式。html は新旧対照表。"),
    ("test", "判定済みの事例を実行します。ポリシーの単体テストです。"),
    ("test.paths", "ポリシーのフォルダ、それを収めたフォルダ、または事例のファイル。"),
    ("new", "ポリシーの骨組みを書き出します。条項はすべて「未」から始まります。"),
    ("new.name", "サービスのID。フォルダの名前にもなります。ポリシーのフォルダの中では operation も指定できます。"),
    ("new.into", "書き出す先のフォルダ。"),
    ("fmt", "ポリシーのファイルの書き方を揃えます。コメントは残します。"),
    ("fmt.paths", "ポリシーのフォルダ、またはそれを収めたフォルダ。"),
    ("fmt.check", "何も変えません。変わる箇所があれば終了コード1を返します。"),
    ("publish", "公表するポリシーを HTML、自社レイアウト用の断片、Markdown、JSON で書き出します。"),
    ("publish.path", "ポリシーのフォルダ、またはそれを収めたフォルダ。"),
    ("publish.out", "書き出す先のフォルダ。"),
    ("scan", "サイトがブラウザに送信させているものを、ポリシーの宣言と照らし合わせます。"),
    ("scan.pages", "ページのURL。"),
    ("scan.urls", "URLを一行に一つずつ書いたファイル。"),
    ("scan.policy", "ポリシーのフォルダ。"),
    ("scan.state", "見る状態。fresh（未選択）、refused（拒否）、accepted（同意）、category（分類ごと）、category:ID、withdrawn（撤回）、gpc、returning（再訪）。省くと、ポリシーで差が出るものすべて。"),
    ("scan.format", "出力の形式。"),
    ("scan.baseline", "当面受け入れる指摘を書いたファイル。"),
    ("scan.write_baseline", "見つかったものから基準ファイルの下書きを書き出します。理由と責任者は人が書きます。"),
    ("scan.strict", "警告だけでも終了コード1を返します。"),
    ("scan.i_own_this_site", "ポリシーの service.sites にないホストも開きます。自社のサイトに限ります。"),
    ("scan.no_ways_out", "ポリシーにあるオプトアウトのリンクをたどりません。"),
    ("scan.quiet", "このミリ秒のあいだ何も送らなければ、ページが落ち着いたとみなします。"),
    ("scan.deadline", "ページが落ち着くのを待つ上限（秒）。"),
    ("scan.chrome_path", "動かす Chromium。省くと PATH から探します。"),
    ("scan.chrome_arg", "Chromium に渡す引数をもう一つ。"),
    ("scan.today", "受容の期限と比べる日。指定がなければ今日。"),
    ("vendors", "外部サービスについて公表されている事実を、一覧・検索・表示します。"),
    ("vendors.words", "探す言葉（日本語・英語）。IDを書くと、その一件を詳しく示します。"),
    ("vendors.stale", "確かめ直すべきものだけを示します。"),
    ("vendors.older_than", "読んだ日からこの期間を過ぎたものを、要確認とします。"),
    ("vendors.format", "出力の形式。toml はベンダーのファイルに貼り付ける形です。"),
    ("vendors.today", "経過を数える日。指定がなければ今日。"),
    ("promises", "条項ごとに、何がそれを守るかを一覧にします。強制・照会・実施記録・宣言・未。"),
    ("promises.path", "ポリシーのフォルダ、またはそれを収めたフォルダ。"),
    ("promises.format", "出力の形式。"),
    ("activate", "責任者の名で、ポリシーの版を有効にします。"),
    ("activate.path", "ポリシーのフォルダ。"),
    ("activate.by", "責任を負う担当者。"),
    ("activate.published", "ここで動かす前に公表した版であれば、その公表日。"),
    ("activate.data", "データベースと鍵ファイルのあるフォルダ。"),
    ("activate.passphrase_file", "鍵ファイルのパスフレーズを書いたファイル。"),
    ("schema", "policy.toml または operation.toml の JSON Schema を出力します。エディタ用です。"),
    ("schema.file", "どちらのファイルか。"),
    ("token", "サービスの役割に使うトークンを作ります。表示は一度だけです。"),
    ("token.create", "トークンを作ります。"),
    ("token.create.service", "サービス。"),
    ("token.create.role", "役割。"),
    ("token.create.owner", "持ち主。この名義で行為が記録されます。"),
    ("token.create.expires", "有効な期間。"),
    ("token.create.network", "使ってよいネットワーク（10.0.0.0/8 の形）。なければ制限しません。"),
    ("token.create.data", "データベースと鍵ファイルのあるフォルダ。"),
    ("token.create.passphrase_file", "鍵ファイルのパスフレーズを書いたファイル。"),
    ("token.revoke", "トークンを取り消します。次の行為から使えなくなります。"),
    ("token.revoke.id", "トークンの番号。作ったときに表示されます。"),
    ("token.revoke.service", "サービス。"),
    ("token.revoke.data", "データベースと鍵ファイルのあるフォルダ。"),
    ("token.revoke.passphrase_file", "鍵ファイルのパスフレーズを書いたファイル。"),
    ("verify", "記録のバイト列からすべてを計算し直して検証します。証明ひとつの検証もできます。"),
    ("verify.file", "証明ひとつを収めたファイル（….tlog-proof）。"),
    ("verify.data", "このフォルダのデータベース全体。"),
    ("verify.kept", "手元に残したチェックポイント（azukari watch --keep のファイル）。記録簿がその続きであることを確かめます。"),
    ("verify.format", "出力の形式。"),
    ("verify.key", "記録簿の公開鍵。azukari watch と記録簿のページに表示されます。"),
    ("verify.passphrase_file", "鍵ファイルのパスフレーズを書いたファイル。"),
    ("watch", "監査人の手元に記録簿のチェックポイントを残し、追記しかされていないことを確かめます。"),
    ("watch.url", "記録簿を公開しているアドレス（http://127.0.0.1:8080 など）。"),
    ("watch.keep", "最後に見たチェックポイントを残すファイル。"),
    ("watch.key", "記録簿の公開鍵。なければ最初に見たものを残します。"),
    ("watch.every", "一度だけでなく、この秒数ごとに確かめます。"),
    ("backup", "動いているサーバーの横で、バックアップを封じた二つのファイルに書きます。鍵を除いたデータと、鍵です。"),
    ("backup.data", "データベースと鍵ファイルのあるフォルダ。"),
    ("backup.out", "二つのファイルを置くフォルダ。"),
    ("backup.keep_keys", "鍵のファイルを残す期間。過ぎたものはこのフォルダから消します。"),
    ("backup.passphrase_file", "鍵ファイルのパスフレーズを書いたファイル。"),
    ("restore", "バックアップからデータベースを作ります。復元で生じた空白の扱いも、これで決めます。"),
    ("restore.from", "バックアップのフォルダか、データのファイル。フォルダなら最も新しいもの。"),
    ("restore.keys", "鍵のファイルか、そのフォルダ。なければデータのファイルと同じ場所。"),
    ("restore.data", "データベースを置くフォルダ。まだデータベースのない所に限ります。失ったデータベースの key、azukari.db.erased、azukari.db.leaves が残っていれば、先に置いてください。"),
    ("restore.key", "鍵ファイル。フォルダにないときに指定します。"),
    ("restore.without_journal", "消去の控えが失われました。空白の扱いが決まるまで、本人に触れる行為をすべて断ります。"),
    ("restore.close_gap", "復元の空白を閉じます。すべてが再び動き、決定は記録に残ります。"),
    ("restore.by", "責任を負う担当者。"),
    ("restore.because", "失われたかもしれないものに、どう対応したか。"),
    ("restore.log_ends_here", "バックアップより後の記録簿は、誰にも見せていません。"),
    ("restore.passphrase_file", "鍵ファイルのパスフレーズを書いたファイル。"),
    ("drill", "一時フォルダの写しで、バックアップ・復元・検証を通しで行い、それぞれにかかった時間を示します。"),
    ("drill.data", "データベースと鍵ファイルのあるフォルダ。"),
    ("drill.within", "一時フォルダを作る場所。データと同じだけの空きが要ります。なければ OS の決めた場所。"),
    ("drill.format", "出力の形式。"),
    ("drill.passphrase_file", "鍵ファイルのパスフレーズを書いたファイル。"),
];

fn sentence(path: &str) -> Option<&'static str> {
    SENTENCES.iter().find(|(known, _)| *known == path).map(|(_, sentence)| *sentence)
}

fn join(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

/// The command with Japanese sentences.
pub(super) fn translate(command: Command) -> Command {
    translate_at(command, "")
}

fn translate_at(command: Command, path: &str) -> Command {
    let about = sentence(path).unwrap_or_default();
    command
        .about(about)
        .mut_args(|argument| {
            let help =
                sentence(&join(path, argument.get_id().as_str())).or_else(|| sentence(argument.get_id().as_str()));
            match help {
                Some(help) => argument.help(help),
                None => argument,
            }
        })
        .mut_subcommands(|sub| {
            let path = join(path, sub.get_name());
            translate_at(sub, &path)
        })
}

/// The paths without a sentence.
#[cfg(test)]
pub(super) fn untranslated(command: &Command) -> Vec<String> {
    fn walk(command: &Command, path: &str, missing: &mut Vec<String>) {
        let arguments = command.get_arguments().map(|argument| join(path, argument.get_id().as_str()));
        missing.extend(std::iter::once(path.to_owned()).chain(arguments).filter(|path| sentence(path).is_none()));
        for sub in command.get_subcommands() {
            walk(sub, &join(path, sub.get_name()), missing);
        }
    }
    let mut missing = Vec::new();
    walk(command, "", &mut missing);
    missing
}
