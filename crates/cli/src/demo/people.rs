//! Invented people: common names put together by lot, real towns with invented houses, numbers and addresses that lead
//! nowhere (`.example`, `0X0-0000-…`). The same seed invents the same people.

/// Somebody who does not exist.
#[derive(Clone, Debug)]
pub(crate) struct Invented {
    pub family: &'static str,
    pub given: &'static str,
    pub email: String,
    pub telephone: String,
    pub address: String,
    pub birth_date: String,
    pub gender: &'static str,
}

impl Invented {
    /// Family name and given name, as one writes them.
    pub(crate) fn name(&self) -> String {
        format!("{} {}", self.family, self.given)
    }
}

/// Splitmix64: enough for lots, and the same everywhere.
#[derive(Clone, Debug)]
pub(crate) struct Lots(u64);

impl Lots {
    /// Lots that fall the same for the same seed.
    pub(crate) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next lot, below `bound`.
    pub(crate) fn draw(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % (bound.max(1) as u64)).unwrap_or_default()
    }

    fn one_of<T: Copy>(&mut self, list: &[T], otherwise: T) -> T {
        list.get(self.draw(list.len())).copied().unwrap_or(otherwise)
    }
}

type Spelled = (&'static str, &'static str);

#[rustfmt::skip]
const FAMILIES: &[Spelled] = &[
    ("佐藤", "sato"), ("鈴木", "suzuki"), ("高橋", "takahashi"), ("田中", "tanaka"), ("伊藤", "ito"), ("渡辺", "watanabe"),
    ("山本", "yamamoto"), ("中村", "nakamura"), ("小林", "kobayashi"), ("加藤", "kato"), ("吉田", "yoshida"), ("山田", "yamada"),
    ("佐々木", "sasaki"), ("山口", "yamaguchi"), ("松本", "matsumoto"), ("井上", "inoue"), ("木村", "kimura"), ("林", "hayashi"),
    ("斎藤", "saito"), ("清水", "shimizu"), ("山崎", "yamazaki"), ("森", "mori"), ("池田", "ikeda"), ("橋本", "hashimoto"),
    ("阿部", "abe"), ("石川", "ishikawa"), ("前田", "maeda"), ("藤田", "fujita"), ("小川", "ogawa"), ("後藤", "goto"),
    ("岡田", "okada"), ("長谷川", "hasegawa"), ("村上", "murakami"), ("近藤", "kondo"), ("石井", "ishii"), ("坂本", "sakamoto"),
    ("遠藤", "endo"), ("青木", "aoki"), ("藤井", "fujii"), ("西村", "nishimura"), ("福田", "fukuda"), ("太田", "ota"),
    ("三浦", "miura"), ("岡本", "okamoto"), ("松田", "matsuda"), ("中川", "nakagawa"), ("髙木", "takagi"), ("原田", "harada"),
    ("𠮷野", "yoshino"), ("渡邉", "watanabe"),
];

#[rustfmt::skip]
const WOMEN: &[Spelled] = &[
    ("花子", "hanako"), ("陽菜", "hina"), ("結衣", "yui"), ("美咲", "misaki"), ("葵", "aoi"), ("さくら", "sakura"), ("凛", "rin"),
    ("真由美", "mayumi"), ("恵子", "keiko"), ("由美子", "yumiko"), ("久美子", "kumiko"), ("智子", "tomoko"), ("彩", "aya"),
    ("千尋", "chihiro"), ("奈々", "nana"), ("美穂", "miho"), ("京子", "kyoko"), ("直美", "naomi"), ("あかり", "akari"), ("詩織", "shiori"),
];

#[rustfmt::skip]
const MEN: &[Spelled] = &[
    ("太郎", "taro"), ("蓮", "ren"), ("悠真", "yuma"), ("翔太", "shota"), ("大輔", "daisuke"), ("健一", "kenichi"), ("誠", "makoto"),
    ("浩", "hiroshi"), ("達也", "tatsuya"), ("拓海", "takumi"), ("直樹", "naoki"), ("和也", "kazuya"), ("陽斗", "haruto"),
    ("隆", "takashi"), ("修", "osamu"), ("亮", "ryo"), ("学", "manabu"), ("颯太", "sota"), ("康介", "kosuke"), ("雄大", "yudai"),
];

#[rustfmt::skip]
const TOWNS: &[&str] = &[
    "東京都世田谷区桜丘", "東京都杉並区高円寺北", "東京都足立区千住", "東京都八王子市元本郷町", "神奈川県横浜市港北区日吉",
    "神奈川県川崎市中原区新城", "千葉県船橋市本町", "埼玉県さいたま市浦和区常盤", "大阪府大阪市城東区鴫野西", "大阪府堺市北区中百舌鳥町",
    "京都府京都市左京区一乗寺", "兵庫県神戸市灘区六甲町", "愛知県名古屋市千種区今池", "福岡県福岡市早良区西新",
    "北海道札幌市北区北二十四条西", "宮城県仙台市青葉区国分町", "広島県広島市中区白島九軒町", "静岡県浜松市中央区佐鳴台",
    "新潟県新潟市中央区古町通", "熊本県熊本市中央区水前寺", "沖縄県那覇市首里", "長野県松本市城西", "石川県金沢市橋場町", "岡山県岡山市北区奉還町",
];

#[rustfmt::skip]
const HOUSES: &[&str] = &["", "", " コーポ若葉203", " ハイツ青空105", " メゾン桜301", " グリーンハイム402", " サンライズ弐番館601", " 柳荘2号室"];

/// Invents the person of this index.
pub(crate) fn invent(seed: u64, index: usize) -> Invented {
    let mut lots = Lots::new(seed.wrapping_mul(1_000_003).wrapping_add(index as u64));
    let is_woman = lots.draw(2) == 0;
    let family = lots.one_of(FAMILIES, ("佐藤", "sato"));
    let given = lots.one_of(if is_woman { WOMEN } else { MEN }, ("翔", "sho"));
    let (chome, ban, go) = (lots.draw(6) + 1, lots.draw(30) + 1, lots.draw(20) + 1);
    let address = format!("{}{chome}-{ban}-{go}{}", lots.one_of(TOWNS, "東京都新宿区"), lots.one_of(HOUSES, ""));
    let mobile = lots.one_of(&["070", "080", "090"], "090");
    Invented {
        family: family.0,
        given: given.0,
        email: format!("{}.{}{index}@mail.example", given.1, family.1),
        telephone: format!("{mobile}-0000-{index:04}"),
        address,
        birth_date: format!("{}-{:02}-{:02}", 1945 + lots.draw(60), lots.draw(12) + 1, lots.draw(28) + 1),
        gender: if is_woman { "female" } else { "male" },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_same_seed_invents_the_same_people() {
        assert_eq!(invent(7, 42).name(), invent(7, 42).name());
    }

    #[test]
    fn no_two_people_share_an_address_book_line() {
        let all: BTreeSet<String> = (0..1200).map(|index| invent(1, index).email).collect();
        assert_eq!(all.len(), 1200);
    }
}
