//! JSON, as far as an answer needs it: no fractions, no positions, no words about mistakes.
//!
//! A reader made by serde costs a visitor some nine kilobytes, a type's own copy included. This one
//! makes one kind of tree, which `told` takes apart. It accepts what `serde_json` accepts, but for
//! text with half a surrogate pair that nobody asked for.

/// How deep the tree goes. No answer of ours is half as deep; what lies below is checked and dropped.
const DEPTH: usize = 8;

/// What a text holds.
#[derive(Debug, PartialEq, Eq)]
pub enum Json {
    /// Nothing.
    Null,
    /// True or false.
    Flag(bool),
    /// A whole number.
    Number(i64),
    /// Any other number, or what lies too deep.
    Other,
    /// Text.
    Text(String),
    /// Values in their order.
    List(Vec<Json>),
    /// Names, and the value of each.
    Object(Vec<String>, Vec<Json>),
}

impl Json {
    /// Reads a text, `None` where it is no JSON.
    pub fn read(text: &str) -> Option<Self> {
        let mut reader = Reader { text, at: 0 };
        // Not by recursion: an answer may be as deep as it likes.
        let mut open: Vec<Open> = Vec::new();
        loop {
            let mut value = match reader.next()? {
                b'{' if reader.skip(b'}') => Self::Object(Vec::new(), Vec::new()),
                b'{' => {
                    open.push(Open { names: Some(vec![reader.name()?]), values: Vec::new() });
                    continue;
                }
                b'[' if reader.skip(b']') => Self::List(Vec::new()),
                b'[' => {
                    open.push(Open { names: None, values: Vec::new() });
                    continue;
                }
                b'"' => Self::Text(reader.string()?),
                b'n' => reader.word("ull", Self::Null)?,
                b't' => reader.word("rue", Self::Flag(true))?,
                b'f' => reader.word("alse", Self::Flag(false))?,
                _ => reader.number()?,
            };
            loop {
                let Some(around) = open.last_mut() else {
                    return reader.is_at_end().then_some(value);
                };
                around.values.push(value);
                match (reader.next()?, &mut around.names) {
                    (b',', Some(names)) => names.push(reader.name()?),
                    (b',', None) => {}
                    (b'}', Some(_)) | (b']', None) => {
                        let closed = open.pop()?;
                        value = if open.len() < DEPTH { closed.into() } else { Self::Other };
                        continue;
                    }
                    _ => return None,
                }
                break;
            }
        }
    }

    /// What the member of that name holds, null where there is none. `None` where it is there twice, and
    /// where this is no object.
    pub fn get(&self, name: &str) -> Option<&Self> {
        let Self::Object(names, values) = self else { return None };
        let mut found = names.iter().zip(values).filter(|it| it.0 == name);
        match (found.next(), found.next()) {
            (None, _) => Some(&Self::Null),
            (Some(member), None) => Some(member.1),
            _ => None,
        }
    }

    /// The text, if it is one.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }
}

/// A list or an object whose end was not reached.
struct Open {
    names: Option<Vec<String>>,
    values: Vec<Json>,
}

impl From<Open> for Json {
    fn from(Open { names, values }: Open) -> Self {
        match names {
            Some(names) => Self::Object(names, values),
            None => Self::List(values),
        }
    }
}

/// A place in a text.
struct Reader<'t> {
    text: &'t str,
    at: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn white(&mut self) {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.peek() {
            self.at += 1;
        }
    }

    /// The next byte that is no white space.
    fn next(&mut self) -> Option<u8> {
        self.white();
        let next = self.peek()?;
        self.at += 1;
        Some(next)
    }

    /// Goes over `byte`, if it is the next one that is no white space.
    fn skip(&mut self, byte: u8) -> bool {
        self.white();
        self.take(|it| it == byte)
    }

    fn take(&mut self, is: impl Fn(u8) -> bool) -> bool {
        let found = self.peek().is_some_and(is);
        self.at += usize::from(found);
        found
    }

    fn is_at_end(&mut self) -> bool {
        self.white();
        self.at == self.text.len()
    }

    fn word(&mut self, rest: &str, value: Json) -> Option<Json> {
        let found = self.text.as_bytes()[self.at..].starts_with(rest.as_bytes());
        self.at += rest.len();
        found.then_some(value)
    }

    /// The name of a member, and the colon behind it.
    fn name(&mut self) -> Option<String> {
        let name = if self.next()? == b'"' { self.string()? } else { return None };
        (self.next()? == b':').then_some(name)
    }

    /// A number whose first byte was read.
    fn number(&mut self) -> Option<Json> {
        self.at -= 1;
        let start = self.at;
        self.take(|it| it == b'-');
        if !self.take(|it| it == b'0') {
            self.digits()?;
        }
        if self.take(|it| it == b'.') {
            self.digits()?;
        }
        if self.take(|it| matches!(it, b'e' | b'E')) {
            self.take(|it| matches!(it, b'+' | b'-'));
            self.digits()?;
        }
        Some(self.text[start..self.at].parse().map_or(Json::Other, Json::Number))
    }

    fn digits(&mut self) -> Option<()> {
        let start = self.at;
        while self.take(|it| it.is_ascii_digit()) {}
        (self.at > start).then_some(())
    }

    /// A string whose first quote was read.
    fn string(&mut self) -> Option<String> {
        let mut string = String::new();
        loop {
            let start = self.at;
            while self.take(|it| !matches!(it, b'"' | b'\\' | 0..b' ')) {}
            string.push_str(&self.text[start..self.at]);
            self.at += 1;
            match self.text.as_bytes().get(self.at - 1)? {
                b'"' => return Some(string),
                b'\\' => string.push(self.escaped()?),
                _ => return None,
            }
        }
    }

    /// What stands behind a backslash.
    fn escaped(&mut self) -> Option<char> {
        let escaped = self.peek()?;
        self.at += 1;
        Some(match escaped {
            b'"' | b'\\' | b'/' => escaped.into(),
            b'b' => '\u{8}',
            b'f' => '\u{C}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let first = self.unit()?;
                let second =
                    matches!(first, 0xD800..0xDC00) && self.text[self.at..].starts_with("\\u");
                let second = if second {
                    self.at += 2;
                    Some(self.unit()?)
                } else {
                    None
                };
                char::decode_utf16([first].into_iter().chain(second)).next()?.ok()?
            }
            _ => return None,
        })
    }

    fn unit(&mut self) -> Option<u16> {
        let digits = self.text.get(self.at..self.at + 4)?;
        self.at += 4;
        let is_hex = digits.bytes().all(|it| it.is_ascii_hexdigit());
        u16::from_str_radix(digits, 16).ok().filter(|_| is_hex)
    }
}
