//! What a verification found, in words.

use azukari_custody::verify::{Finding, Place, What};
use azukari_model::Lang;

/// Place and sentence.
pub(super) fn finding(found: &Finding, lang: Lang) -> String {
    let (ja, en) = what(found.what);
    match lang {
        Lang::Ja => format!("{}：{ja}", place(&found.place, lang)),
        Lang::En => format!("{}: {en}", place(&found.place, lang)),
    }
}

/// Where.
pub(super) fn place(place: &Place, lang: Lang) -> String {
    let is_ja = lang == Lang::Ja;
    match place {
        Place::File(what) if is_ja => format!("データベース（{what}）"),
        Place::File(what) => format!("database ({what})"),
        Place::Entry(index) if is_ja => format!("記録簿 {index} 番"),
        Place::Entry(index) => format!("entry {index}"),
        Place::Record(row) if is_ja => format!("記録 {}", row.0),
        Place::Record(row) => format!("record {}", row.0),
        Place::Trail(person, sequence) if is_ja => format!("履歴（本人 {}、{sequence} 番目）", person.0),
        Place::Trail(person, sequence) => format!("trail of person {}, number {sequence}", person.0),
        Place::Tile(level, index) if is_ja => format!("タイル {level} 段 {index} 番"),
        Place::Tile(level, index) => format!("tile {index} of level {level}"),
        Place::Head => lang.pick("記録簿の先頭", "head").to_owned(),
        Place::Checkpoint => lang.pick("チェックポイント", "checkpoint").to_owned(),
        Place::Kept(Some(size)) if is_ja => format!("手元のチェックポイント（{size} 件時点）"),
        Place::Kept(Some(size)) => format!("checkpoint kept at {size} entries"),
        Place::Kept(None) => lang.pick("手元のチェックポイント", "checkpoint kept").to_owned(),
        Place::List(list) if is_ja => format!("消した鍵の一覧（{list}）"),
        Place::List(list) => format!("list of destroyed openings {list}"),
        Place::Key(key) if is_ja => format!("記録の鍵（{key}）"),
        Place::Key(key) => format!("key of records {key}"),
        Place::Version(service, number) if is_ja => format!("{service} の版 {number}"),
        Place::Version(service, number) => format!("version {number} of {service}"),
        Place::Operation(service, number) if is_ja => format!("{service} の運用設定 {number}"),
        Place::Operation(service, number) => format!("operation {number} of {service}"),
        Place::Row(service, table, number) if is_ja => format!("{service} の {table} {number}"),
        Place::Row(service, table, number) => format!("{table} {number} of {service}"),
    }
}

/// What is wrong there: ja, en.
#[rustfmt::skip]
const fn what(what: What) -> (&'static str, &'static str) {
    match what {
        What::Damaged => ("ファイルが壊れています", "the file is damaged"),
        What::NotRead => ("この表に、このプログラムが書くはずのない値があります", "holds a value in this table that this program does not write"),
        What::Lost => ("この表に、存在しないものに属する行があります", "holds a row in this table that belongs to nothing there is"),
        What::Stranger => ("このプログラムが作ったものではない、または作ったものと違います", "is not as this program makes it"),
        What::Missing => ("ありません", "is missing"),
        What::Disordered => ("記録の順序が違います", "its record is out of order"),
        What::RecordGone => ("記録がなく、消した鍵の一覧にも載っていません", "its record is gone and stands in no list of destroyed openings"),
        What::KeyGone => ("記録を封じた鍵がありません", "the key its record is sealed under is gone"),
        What::DoesNotOpen => ("鍵はあるのに開きません。封じた中身か、その宛先が書き換えられています", "does not open under its living key: the sealed bytes or where they belong were changed"),
        What::Changed => ("記録がコミットメントと一致しません", "the record does not match its commitment"),
        What::Unreadable => ("この版で読める記録ではありません", "is no record that this version reads"),
        What::OtherPerson => ("記録と行とで本人が違います", "the record is about somebody else than its row says"),
        What::OtherColumns => ("平文の列が、封じた記録と一致しません", "the columns in clear say something else than the sealed record"),
        What::Unlisted => ("開けず、消した鍵の一覧にも載っていません", "cannot be opened and stands in no list of destroyed openings"),
        What::LostRecord => ("復元で失われたままで、責任者の決定がまだ記録にありません", "was lost before a restore, and no officer's decision says so"),
        What::ListedOtherwise => ("消した鍵の一覧とコミットメントが違います", "its commitment is not the one in the list of destroyed openings"),
        What::ListedButOpens => ("消した鍵の一覧に載っているのに開きます", "stands in a list of destroyed openings and opens all the same"),
        What::Unannounced => ("この一覧を告げる記録がありません", "no record announces it as it is"),
        What::BadList => ("一覧の中身が、件数・ハッシュ・鍵の月のいずれかと一致しません", "does not fit its count, its hash or the key it is of"),
        What::Sequence => ("本人ごとの番号が飛んでいるか、重なっています", "the person's numbers have a gap or repeat here"),
        What::Leaf => ("葉がコミットメントと番号から計算したものと違います", "the leaf does not match commitment and person sequence"),
        What::Hash => ("ハッシュが、葉から計算したものと違います", "its hashes do not match the leaves"),
        What::Superfluous => ("あるはずのないものがあります", "should not be there"),
        What::Fork => ("この時点の根が違います。記録簿は作り替えられています", "the root of that size is another: the log was rewritten"),
        What::Shorter => ("記録簿がそれより短くなっています。データベースが巻き戻されています", "the log is shorter than that: the database was rolled back"),
        What::OtherKey => ("この記録簿の鍵で署名されていません", "is not signed by the key of this log"),
        What::Size => ("件数が実際の葉の数と違います", "its size is not that of the leaves"),
        What::Root => ("根が、葉から計算したものと違います", "its root does not match the leaves"),
        What::Ahead => ("実際にあるより多くの件数に署名しています", "speaks of more entries than there are"),
        What::NotSigned => ("記録簿の鍵による正しい署名がありません", "has no good signature of the log's key"),
        What::Unnumbered => ("記録簿にも、番号待ちにもありません", "is neither in the log nor waiting for its number"),
        What::Twice => ("記録簿にあるのに、番号待ちにもあります", "is in the log and waits for its number all the same"),
        What::TrailWithoutLeaf => ("記録簿の葉と一致しません", "no leaf bears it out"),
        What::TrailMissing => ("記録簿にはあるのに、履歴にありません", "the log has it, the trail does not"),
        What::OtherSources => ("保管した原文が、保管したハッシュと一致しません", "the stored sources do not give the stored hash"),
        What::OtherThanRecord => ("有効にした時、または登録した時の記録と一致しません", "is not what the record of who put it there says"),
        What::WithoutRecord => ("これを登録した記録がありません", "no record says who put it there"),
        What::NotNewest => ("最新のものではありません", "is not the newest there is"),
    }
}

/// What else is worth saying of a log that fits.
pub(super) fn more(waiting: u64, unsigned: u64, kept: usize, lang: Lang) -> String {
    let is_ja = lang == Lang::Ja;
    let mut more = String::new();
    let mut say = |count: u64, ja: String, en: String| {
        if count > 0 {
            more.push_str(if is_ja { &ja } else { &en });
        }
    };
    say(waiting, format!("、番号待ち {waiting} 件"), format!(", {waiting} waiting for their number"));
    say(unsigned, format!("、署名待ち {unsigned} 件"), format!(", {unsigned} not signed yet"));
    say(
        kept as u64,
        format!("、手元のチェックポイント {kept} 件からの続き"),
        format!(", going on from {kept} checkpoints kept"),
    );
    more
}
