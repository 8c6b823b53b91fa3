//! One pass over Markdown: its marked blocks, what they hold, and their plain text.

use super::{ClauseKind, Mark, link_of, mark, markdown};
use crate::placeholder;
use pulldown_cmark::{Event, HeadingLevel, Parser, Tag, TagEnd};
use std::{collections::BTreeSet, ops::Range};

/// A marked block.
#[derive(Debug)]
pub(super) struct Passage {
    pub(super) mark: Mark,
    pub(super) kind: ClauseKind,
    /// The ids of the marked blocks around it, outermost first.
    pub(super) inside: Vec<String>,
    pub(super) title: Option<String>,
    pub(super) text: String,
    /// The text without what passages inside it say.
    pub(super) own: String,
}

/// What was read of a file.
#[derive(Debug)]
pub(super) struct Read {
    pub(super) passages: Vec<Passage>,
    /// Marks where none may stand.
    pub(super) astray_marks: Vec<Range<usize>>,
    /// Code: neither marks nor placeholders count there.
    pub(super) code: Vec<Range<usize>>,
    /// What people would not find on the page.
    pub(super) unshown: Vec<(Range<usize>, Unshown)>,
}

/// What Markdown knows and a policy does not show.
#[derive(Debug)]
pub(super) enum Unshown {
    /// A link to where none may lead.
    Link(String),
    Image,
    Html,
}

/// A block that may carry a mark.
#[derive(Debug)]
struct Block {
    kind: ClauseKind,
    level: Option<HeadingLevel>,
    /// The whole block, nested ones included.
    range: Range<usize>,
    /// Where its own text ends: a list item's before the list in it.
    own_end: usize,
    /// The words in bold it begins with.
    bold: Option<String>,
    /// Its own first text has begun: what is bold after it is no title.
    begun: bool,
}

/// Reads the marked blocks of a text.
pub(super) fn passages(text: &str) -> Read {
    let mut walk = Walk { text, ..Walk::default() };
    for (event, range) in Parser::new_ext(text, markdown()).into_offset_iter() {
        walk.event(event, range);
    }
    walk.finish()
}

#[derive(Default)]
struct Walk<'a> {
    text: &'a str,
    blocks: Vec<Block>,
    /// Open items and the block that stands for a paragraph or heading: indexes into `blocks`.
    open: Vec<usize>,
    /// What is open, from the outside: for each tag whether it is an item that has not had its first paragraph.
    fresh_items: Vec<bool>,
    plain: String,
    /// How long the plain text was where each event begins.
    steps: Vec<(usize, usize)>,
    bold: Option<(usize, String)>,
    code: Vec<Range<usize>>,
    unshown: Vec<(Range<usize>, Unshown)>,
    hashes: BTreeSet<usize>,
    in_code: bool,
}

impl Walk<'_> {
    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        // Where a block ends is said with its beginning: only what begins is a step.
        if !matches!(event, Event::End(_)) {
            self.steps.push((range.start, self.plain.len()));
        }
        match event {
            Event::Start(tag) => self.start(&tag, range),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.words(&text, &range),
            Event::Code(text) => {
                self.code.push(range);
                self.plain.push_str(&text);
                self.begin(&text);
            }
            Event::SoftBreak => self.soft_break(),
            Event::HardBreak => self.plain.push('\n'),
            Event::Html(_) | Event::InlineHtml(_) => {
                self.unshown.push((range.clone(), Unshown::Html));
                self.code.push(range);
            }
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Heading { level, .. } => self.block(ClauseKind::Heading, Some(*level), range),
            Tag::Item => {
                self.block(ClauseKind::ListItem, None, range);
                self.fresh_items.push(true);
            }
            Tag::Paragraph => {
                // The first paragraph of a loose item is the item's own text.
                match self.fresh_items.last_mut() {
                    Some(fresh) if *fresh => {
                        *fresh = false;
                        if let Some(block) = self.open.last().and_then(|index| self.blocks.get_mut(*index)) {
                            block.own_end = range.end;
                        }
                        self.open.extend(self.open.last().copied());
                    }
                    _ => self.block(ClauseKind::Paragraph, None, range),
                }
            }
            Tag::Strong => {
                let is_first =
                    self.open.last().and_then(|index| self.blocks.get(*index)).is_some_and(|block| !block.begun);
                self.bold = is_first.then(|| (self.open.len(), String::new())).or(self.bold.take());
            }
            Tag::Link { link_type, dest_url, .. } if link_of(*link_type, dest_url).is_none() => {
                self.unshown.push((range, Unshown::Link(dest_url.to_string())));
            }
            Tag::Image { .. } => self.unshown.push((range, Unshown::Image)),
            Tag::CodeBlock(_) => {
                self.in_code = true;
                self.close_own(range.start);
                self.code.push(range);
            }
            Tag::List(_) | Tag::BlockQuote(_) | Tag::Table(_) | Tag::HtmlBlock => {
                self.close_own(range.start);
                self.line();
                if !matches!(tag, Tag::List(_)) {
                    self.fresh_items.push(false);
                }
            }
            _ => {}
        }
    }

    /// What stands in an item ends the item's own text.
    fn close_own(&mut self, at: usize) {
        if let Some(block) = self.open.last().and_then(|index| self.blocks.get_mut(*index)) {
            block.own_end = block.own_end.min(at);
        }
        if let Some(fresh) = self.fresh_items.last_mut() {
            *fresh = false;
        }
    }

    fn block(&mut self, kind: ClauseKind, level: Option<HeadingLevel>, range: Range<usize>) {
        self.open.push(self.blocks.len());
        let own_end = range.end;
        self.blocks.push(Block { kind, level, range, own_end, bold: None, begun: false });
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_) | TagEnd::Paragraph => {
                self.open.pop();
                self.line();
            }
            TagEnd::Item => {
                self.open.pop();
                self.fresh_items.pop();
                self.line();
            }
            TagEnd::CodeBlock => {
                self.in_code = false;
                self.line();
            }
            TagEnd::BlockQuote(_) | TagEnd::Table | TagEnd::HtmlBlock => {
                self.fresh_items.pop();
                self.line();
            }
            TagEnd::TableRow | TagEnd::TableHead => self.line(),
            TagEnd::TableCell => self.plain.push(' '),
            TagEnd::Strong => {
                if let Some((_, bold)) = self.bold.take()
                    && let Some(block) = self.open.last().and_then(|index| self.blocks.get_mut(*index))
                {
                    block.bold = Some(bold);
                }
            }
            _ => {}
        }
    }

    fn line(&mut self) {
        if !self.plain.is_empty() && !self.plain.ends_with('\n') {
            self.plain.push('\n');
        }
    }

    /// Between Japanese letters a break of the source is no space.
    fn soft_break(&mut self) {
        if self.plain.chars().next_back().is_some_and(|letter| letter.is_ascii() && letter != '\n') {
            self.plain.push(' ');
        }
    }

    fn words(&mut self, text: &str, range: &Range<usize>) {
        if self.in_code {
            self.plain.push_str(text);
            return;
        }
        let hashes = self.text.get(range.clone()).unwrap_or_default().match_indices("{#");
        self.hashes.extend(hashes.map(|(at, _)| range.start + at));
        let shown = without_marks(text);
        self.begin(&shown);
        self.plain.push_str(&shown);
    }

    /// Text of the innermost block: part of its bold beginning, or the end of it.
    fn begin(&mut self, shown: &str) {
        if let Some((_, bold)) = &mut self.bold {
            bold.push_str(shown);
        }
        if let Some(block) = self.open.last().and_then(|index| self.blocks.get_mut(*index)) {
            block.begun |= !shown.trim().is_empty();
        }
    }

    fn finish(mut self) -> Read {
        let mut marks = Vec::new();
        for (index, block) in self.blocks.iter().enumerate() {
            let own = self.text.get(block.range.start..block.own_end).unwrap_or_default();
            if let Some(mut found) = mark(own) {
                found.range = found.range.start + block.range.start..found.range.end + block.range.start;
                // Code may hold what looks like a mark.
                if self.hashes.contains(&found.range.start) {
                    marks.push((index, found));
                }
            }
        }
        let taken: BTreeSet<usize> = marks.iter().map(|(_, mark)| mark.range.start).collect();
        let astray = self.hashes.iter().filter(|at| !taken.contains(at)).map(|at| *at..self.mark_end(*at)).collect();
        let passages = self.nested(marks);
        self.code.sort_by_key(|range| range.start);
        Read { passages, astray_marks: astray, code: self.code, unshown: self.unshown }
    }

    /// Where something that begins like a mark ends: at its brace, or with its line.
    fn mark_end(&self, at: usize) -> usize {
        let rest = self.text.get(at..).unwrap_or_default();
        let line = rest.lines().next().unwrap_or_default();
        at + line.find('}').map_or(line.len(), |end| end + 1)
    }

    /// A heading reaches to the next one that is as high; what stands in a block is inside it.
    fn nested(&self, marks: Vec<(usize, Mark)>) -> Vec<Passage> {
        let headings: Vec<(usize, HeadingLevel)> =
            self.blocks.iter().filter_map(|block| Some((block.range.start, block.level?))).collect();
        let mut open: Vec<(usize, String)> = Vec::new();
        let mut passages: Vec<Passage> = Vec::new();
        let mut spans: Vec<Range<usize>> = Vec::new();
        for (index, mark) in marks {
            let Some(block) = self.blocks.get(index) else { continue };
            let (start, own_end) = (block.range.start, block.range.end);
            let end = block.level.map_or(own_end, |level| {
                let after = headings.partition_point(|(at, _)| *at <= start);
                let next = headings.iter().skip(after).find(|(_, other)| *other <= level);
                next.map_or(self.text.len(), |(at, _)| *at)
            });
            open.retain(|(end, _)| *end > start);
            let inside = open.iter().map(|(_, id)| id.clone()).collect();
            open.push((end, mark.id.clone()));
            let text = self.plain_between(start, end);
            let (title, own) = (self.title(block), String::new());
            passages.push(Passage { title, kind: block.kind, inside, text, own, mark });
            spans.push(start..end);
        }
        for (index, passage) in passages.iter_mut().enumerate() {
            passage.own = self.own(spans.get(index..).unwrap_or_default());
        }
        passages
    }

    /// What the first of these says beside those that stand in it.
    fn own(&self, spans: &[Range<usize>]) -> String {
        let Some((whole, after)) = spans.split_first() else { return String::new() };
        let (mut from, mut pieces) = (whole.start, Vec::new());
        for inner in after.iter().take_while(|span| span.start < whole.end).filter(|span| span.end <= whole.end) {
            if inner.start >= from {
                pieces.push(self.plain_between(from, inner.start));
                from = inner.end;
            }
        }
        pieces.push(self.plain_between(from, whole.end));
        pieces.retain(|piece| !piece.is_empty());
        pieces.join("\n")
    }

    fn plain_between(&self, start: usize, end: usize) -> String {
        let at = |source: usize| {
            let step = self.steps.partition_point(|(begin, _)| *begin < source);
            self.steps.get(step).map_or(self.plain.len(), |(_, plain)| *plain)
        };
        self.plain.get(at(start)..at(end)).unwrap_or_default().trim().to_owned()
    }

    fn title(&self, block: &Block) -> Option<String> {
        let title = match block.kind {
            ClauseKind::Heading => self.plain_between(block.range.start, block.range.end),
            ClauseKind::Paragraph | ClauseKind::ListItem => block.bold.clone()?,
        };
        let title = title.trim().trim_end_matches(['.', '。', ':', '：']).trim();
        let title = without_number(title);
        (!title.is_empty()).then(|| title.to_owned())
    }
}

/// A text as people read it: marks and placeholders left out.
fn without_marks(text: &str) -> String {
    let mut shown = String::new();
    let mut from = 0;
    for one in placeholder::scan(text) {
        shown.push_str(text.get(from..one.range.start).unwrap_or_default());
        from = one.range.end;
    }
    shown.push_str(text.get(from..).unwrap_or_default());
    match mark(&shown) {
        Some(mark) => shown.get(..mark.range.start).unwrap_or_default().trim_end().to_owned(),
        None => shown,
    }
}

/// A heading without its number: `3. `, `第3条 `, `3-2 `, `(3) `.
fn without_number(title: &str) -> &str {
    let counts = |letter: char| letter.is_numeric() || "一二三四五六七八九十百.．-−".contains(letter);
    let article = title.strip_prefix('第').map(|rest| rest.trim_start_matches(counts));
    let article = article.and_then(|rest| rest.strip_prefix(['条', '章', '項', '節']));
    if let Some(rest) = article {
        let heading = rest.trim_start_matches(['　', ' ', '．', '.', ':', '：']);
        // 第1条（総則）: the brackets belong to the number.
        let inside = heading.strip_prefix('（').and_then(|opened| opened.strip_suffix('）'));
        return inside.filter(|inside| !inside.contains(['（', '）'])).unwrap_or(heading);
    }
    let opened = title.strip_prefix(['(', '（']).unwrap_or(title);
    let rest = opened.trim_start_matches(|letter: char| letter.is_ascii_digit() || ('０'..='９').contains(&letter));
    if rest.len() == opened.len() {
        return title;
    }
    let after = rest.trim_start_matches(|letter: char| {
        letter.is_numeric() || matches!(letter, '.' | '．' | ')' | '）' | '-' | '、')
    });
    if after.len() < rest.len() { after.trim_start_matches(['　', ' ']) } else { title }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_is_called_by_its_words_and_not_by_its_number() {
        for (title, bare) in [
            ("1. What for", "What for"),
            ("第3条　利用目的", "利用目的"),
            ("第十二条 開示", "開示"),
            ("第1条（総則）", "総則"),
            ("第2条（目的）と（範囲）", "（目的）と（範囲）"),
            ("３．安全管理", "安全管理"),
            ("(2) 共同利用", "共同利用"),
            ("3-2. 提供", "提供"),
            ("2023年の改正", "2023年の改正"),
            ("Cookies", "Cookies"),
        ] {
            assert_eq!(without_number(title), bare);
        }
    }
}
