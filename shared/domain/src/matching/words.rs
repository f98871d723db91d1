//! The forms of the words in a wish, as the API's document shows them. In the
//! rules they are texts, checked by [`super::preferences`]. Never decides anything.

use utoipa::openapi::schema::Type;
use utoipa::openapi::{ObjectBuilder, RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use super::preferences::MAX_INTEREST_CHARS;

/// The form of an interest: 1 to 40 characters, not all of them spaces.
#[derive(Debug)]
pub enum Interest {}

/// The form of a language tag: 2 to 35 letters, digits and hyphens.
#[derive(Debug)]
pub enum LanguageTag {}

impl PartialSchema for Interest {
    fn schema() -> RefOr<Schema> {
        let form = ObjectBuilder::new().schema_type(Type::String).pattern(Some(r"\S"));
        form.min_length(Some(1)).max_length(Some(MAX_INTEREST_CHARS)).into()
    }
}

impl PartialSchema for LanguageTag {
    fn schema() -> RefOr<Schema> {
        let form = ObjectBuilder::new().schema_type(Type::String);
        form.pattern(Some(r"^\s*[A-Za-z0-9-]{2,35}\s*$")).into()
    }
}

impl ToSchema for Interest {}

impl ToSchema for LanguageTag {}
