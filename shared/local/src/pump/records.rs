//! A record as DynamoDB Streams gives it, as the event that Lambda would hand
//! to a function.

use std::collections::HashMap;

use aws_lambda_events::event::dynamodb::{EventRecord, StreamRecord, StreamViewType, UserIdentity};
use aws_sdk_dynamodbstreams::types;
use serde_dynamo::{AttributeValue, Item};

/// The event of `record`, read from the stream `arn` of `table`.
pub(super) fn event_record(record: types::Record, table: &str, arn: &str) -> EventRecord {
    let mut event = EventRecord::default();
    event.aws_region = record.aws_region.unwrap_or_default();
    event.event_id = record.event_id.unwrap_or_default();
    event.event_name = record.event_name.map(|name| name.as_str().to_owned()).unwrap_or_default();
    event.event_source = record.event_source;
    event.event_version = record.event_version;
    event.event_source_arn = Some(arn.to_owned());
    event.table_name = Some(table.to_owned());
    event.user_identity = record.user_identity.map(|identity| {
        let mut user = UserIdentity::default();
        user.type_ = identity.r#type.unwrap_or_default();
        user.principal_id = identity.principal_id.unwrap_or_default();
        user
    });
    event.change = record.dynamodb.map(change).unwrap_or_default();
    event
}

/// The sequence number of `record`; empty only if the engine gave none.
pub(super) fn sequence_number(record: &EventRecord) -> &str {
    record.change.sequence_number.as_deref().unwrap_or_default()
}

fn change(record: types::StreamRecord) -> StreamRecord {
    let mut change = StreamRecord::default();
    if let Some(at) = record.approximate_creation_date_time
        && let Ok(millis) = at.to_millis()
    {
        change.approximate_creation_date_time =
            chrono::DateTime::from_timestamp_millis(millis).unwrap_or_default();
    }
    change.keys = item(record.keys);
    change.new_image = item(record.new_image);
    change.old_image = item(record.old_image);
    change.sequence_number = record.sequence_number;
    change.size_bytes = record.size_bytes.unwrap_or_default();
    change.stream_view_type = record.stream_view_type.map(|view| match view {
        types::StreamViewType::NewImage => StreamViewType::NewImage,
        types::StreamViewType::OldImage => StreamViewType::OldImage,
        types::StreamViewType::NewAndOldImages => StreamViewType::NewAndOldImages,
        _ => StreamViewType::KeysOnly,
    });
    change
}

fn item(attributes: Option<HashMap<String, types::AttributeValue>>) -> Item {
    let attributes = attributes.unwrap_or_default();
    attributes.into_iter().map(|(name, value)| (name, attribute(value))).collect::<HashMap<_, _>>().into()
}

fn attribute(value: types::AttributeValue) -> AttributeValue {
    use types::AttributeValue as Sdk;
    match value {
        Sdk::S(text) => AttributeValue::S(text),
        Sdk::N(number) => AttributeValue::N(number),
        Sdk::B(bytes) => AttributeValue::B(bytes.into_inner()),
        Sdk::Bool(value) => AttributeValue::Bool(value),
        Sdk::Null(value) => AttributeValue::Null(value),
        Sdk::M(map) => {
            AttributeValue::M(map.into_iter().map(|(name, value)| (name, attribute(value))).collect())
        }
        Sdk::L(list) => AttributeValue::L(list.into_iter().map(attribute).collect()),
        Sdk::Ss(set) => AttributeValue::Ss(set),
        Sdk::Ns(set) => AttributeValue::Ns(set),
        Sdk::Bs(set) => AttributeValue::Bs(set.into_iter().map(|bytes| bytes.into_inner()).collect()),
        // A type that DynamoDB may get one day; the store writes none of it.
        _ => AttributeValue::Null(true),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use aws_sdk_dynamodbstreams::types::builders::{RecordBuilder, StreamRecordBuilder};

    #[test]
    fn keys_images_and_numbers_arrive_as_lambda_would_hand_them_over() {
        let list = types::AttributeValue::L(vec![types::AttributeValue::N("7".into())]);
        let change = StreamRecordBuilder::default()
            .sequence_number("100")
            .keys("pk", types::AttributeValue::S("U#ann".into()))
            .new_image("list", list)
            .approximate_creation_date_time(aws_sdk_dynamodbstreams::primitives::DateTime::from_secs(
                1_790_000_000,
            ))
            .stream_view_type(types::StreamViewType::NewAndOldImages)
            .build();
        let record = RecordBuilder::default()
            .event_id("e1")
            .event_name(types::OperationType::Modify)
            .dynamodb(change)
            .build();
        let event = event_record(record, "heartlink-matching", "arn:x");
        assert_eq!(sequence_number(&event), "100");
        let event = serde_json::to_value(event).unwrap();
        assert_eq!(event["eventName"], "MODIFY");
        assert_eq!(event["eventSourceARN"], "arn:x");
        assert_eq!(event["dynamodb"]["Keys"]["pk"]["S"], "U#ann");
        assert_eq!(event["dynamodb"]["NewImage"]["list"]["L"][0]["N"], "7");
        assert_eq!(event["dynamodb"]["OldImage"], serde_json::json!({}));
        assert_eq!(event["dynamodb"]["StreamViewType"], "NEW_AND_OLD_IMAGES");
    }
}
