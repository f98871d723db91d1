//! Images of stream records as the values they were written from.

use serde::de::DeserializeOwned;

/// The value of `image`; `None` if it is empty or of another kind.
pub fn image<T: DeserializeOwned>(image: &serde_dynamo::Item) -> Option<T> {
    if image.is_empty() {
        return None;
    }
    serde_dynamo::from_item(image.clone()).ok()
}
