//! Stream records: which of them concern a function, and their images as the
//! values they were written from.

use aws_lambda_events::event::dynamodb::EventRecord;
use serde::de::DeserializeOwned;
use serde_dynamo::AttributeValue;
use serde_json::{Value, json};

/// Which records concern a function: those in which one attribute is, or begins
/// with, one of some texts. What the filter of an event source mapping can say
/// as well, so that on AWS a function is not even woken by other records.
#[derive(Debug, Clone, Copy)]
pub struct StreamFilter {
    part: Part,
    path: &'static [&'static str],
    any_of: &'static [Match],
}

/// A text that is wanted.
#[derive(Debug, Clone, Copy)]
pub enum Match {
    /// Just this one.
    Exact(&'static str),
    /// Any that begins with this.
    Prefix(&'static str),
}

#[derive(Debug, Clone, Copy)]
enum Part {
    Keys,
    NewImage,
}

impl StreamFilter {
    /// Records of items with one of these sort keys.
    pub const fn sort_key(any_of: &'static [Match]) -> Self {
        Self { part: Part::Keys, path: &["sk"], any_of }
    }

    /// Records that leave one of these texts in the item, at `path`.
    pub const fn new_image(path: &'static [&'static str], any_of: &'static [Match]) -> Self {
        Self { part: Part::NewImage, path, any_of }
    }

    /// Whether `record` is one of them.
    pub fn matches(&self, record: &EventRecord) -> bool {
        let item = match self.part {
            Part::Keys => &record.change.keys,
            Part::NewImage => &record.change.new_image,
        };
        let Some((first, rest)) = self.path.split_first() else { return false };
        let found = rest.iter().fold(item.get(*first), |value, name| match value {
            Some(AttributeValue::M(members)) => members.get(*name),
            _ => None,
        });
        let Some(AttributeValue::S(text)) = found else { return false };
        self.any_of.iter().any(|wanted| match wanted {
            Match::Exact(whole) => text == whole,
            Match::Prefix(prefix) => text.starts_with(prefix),
        })
    }

    /// The same as the pattern of an event source mapping's filter.
    pub fn pattern(&self) -> Value {
        let texts: Vec<Value> = self
            .any_of
            .iter()
            .map(|wanted| match wanted {
                Match::Exact(whole) => json!(whole),
                Match::Prefix(prefix) => json!({ "prefix": prefix }),
            })
            .collect();
        let mut pattern = json!({ "S": texts });
        for (depth, name) in self.path.iter().enumerate().rev() {
            pattern = json!({ *name: pattern });
            if depth > 0 {
                pattern = json!({ "M": pattern });
            }
        }
        let part = match self.part {
            Part::Keys => "Keys",
            Part::NewImage => "NewImage",
        };
        json!({ "dynamodb": { part: pattern } })
    }
}

/// An image of a record that does not read as what it should be.
#[derive(Debug, thiserror::Error)]
#[error("an image cannot be read: {0}")]
pub struct UnreadableImage(#[from] serde_dynamo::Error);

/// The value of `image`; `None` if it is empty.
///
/// # Errors
/// An image of something else.
pub fn image<T: DeserializeOwned>(image: &serde_dynamo::Item) -> Result<Option<T>, UnreadableImage> {
    if image.is_empty() {
        return Ok(None);
    }
    Ok(Some(serde_dynamo::from_item(image.clone())?))
}

/// The sequence number of `record`, by which it is asked for again.
pub fn sequence_number(record: &EventRecord) -> String {
    record.change.sequence_number.clone().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::Match::{Exact, Prefix};
    use super::*;

    const ROOMS: StreamFilter = StreamFilter::sort_key(&[Exact("ROOM"), Prefix("MSG#")]);
    const PENDING: StreamFilter = StreamFilter::new_image(&["request", "status"], &[Exact("pending")]);

    fn record(sort_key: &str, new_image: Value) -> EventRecord {
        let record = json!({
            "awsRegion": "eu-west-1", "eventID": "1", "eventName": "MODIFY",
            "dynamodb": {
                "ApproximateCreationDateTime": 1, "Keys": { "sk": { "S": sort_key } },
                "NewImage": new_image, "OldImage": {}, "SequenceNumber": "1", "SizeBytes": 1,
                "StreamViewType": "NEW_AND_OLD_IMAGES",
            },
        });
        serde_json::from_value(record).unwrap()
    }

    #[test]
    fn records_are_wanted_by_their_sort_key() {
        for (sort_key, wanted) in [("ROOM", true), ("MSG#1", true), ("ROOMS", false), ("PERSON", false)] {
            assert_eq!(ROOMS.matches(&record(sort_key, json!({}))), wanted, "{sort_key}");
        }
    }

    #[test]
    fn records_are_wanted_by_what_they_leave() {
        let with = |status| json!({ "request": { "M": { "status": { "S": status } } } });
        assert!(PENDING.matches(&record("PERSON", with("pending"))));
        for other in [with("matched"), json!({ "request": { "NULL": true } }), json!({})] {
            assert!(!PENDING.matches(&record("PERSON", other.clone())), "{other}");
        }
    }

    #[test]
    fn a_filter_says_the_same() {
        let keys = json!({ "sk": { "S": ["ROOM", { "prefix": "MSG#" }] } });
        assert_eq!(ROOMS.pattern(), json!({ "dynamodb": { "Keys": keys } }));
        let image = json!({ "request": { "M": { "status": { "S": ["pending"] } } } });
        assert_eq!(PENDING.pattern(), json!({ "dynamodb": { "NewImage": image } }));
    }
}
