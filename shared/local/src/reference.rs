//! The API reference at `/docs`: Scalar over this gateway's own document,
//! carried inside the binary.
//!
//! Owns its addresses and its content security policy. Never reads a file at
//! run time, and asks nobody else for anything.

use std::sync::LazyLock;

use axum::body::{Body, Bytes};
use axum::http::{HeaderValue, Response, header};
use yaml_serde::{Mapping, Value};

/// The renderer draws its colours with style elements, and its icons from data.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
     font-src 'self' data:; frame-ancestors 'none'",
);
const HTML: &str = "text/html; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";

/// The document as `cargo xtask` wrote it, with whoever serves it as its server.
static DOCUMENT: LazyLock<Bytes> = LazyLock::new(|| {
    let document: Result<Mapping, _> = yaml_serde::from_str(include_str!("../../../openapi.yaml"));
    let mut document = document.unwrap_or_default();
    let server = Mapping::from_iter([(Value::from("url"), Value::from("/"))]);
    document.insert("servers".into(), Value::Sequence(vec![server.into()]));
    serde_json::to_vec(&document).unwrap_or_default().into()
});

/// The file behind `path`; `None` where there is none.
pub(super) fn file(path: &str) -> Option<Response<Body>> {
    let (content_type, is_packed, content) = match path.strip_prefix("/docs")? {
        "" | "/" => (HTML, false, embedded(include_bytes!("../assets/reference/index.html"))),
        "/start.js" => (SCRIPT, false, embedded(include_bytes!("../assets/reference/start.js"))),
        "/scalar.js" => (SCRIPT, true, embedded(include_bytes!("../assets/reference/scalar.js.gz"))),
        "/openapi.json" => ("application/json", false, DOCUMENT.clone()),
        _ => return None,
    };
    let mut response = Response::new(Body::from(content));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    headers.insert(header::CONTENT_SECURITY_POLICY, POLICY);
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    if is_packed {
        // Every browser unpacks it; nobody else has a use for it.
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    Some(response)
}

const fn embedded(content: &'static [u8]) -> Bytes {
    Bytes::from_static(content)
}

#[cfg(test)]
mod tests {
    use axum::body::to_bytes;

    use super::*;

    #[test]
    fn the_reference_is_at_docs_and_there_is_nothing_beside_it() {
        for (path, content_type) in
            [("/docs", HTML), ("/docs/", HTML), ("/docs/start.js", SCRIPT), ("/docs/scalar.js", SCRIPT)]
        {
            let file = file(path).unwrap();
            assert_eq!(file.headers()[header::CONTENT_TYPE], content_type, "{path}");
            assert_eq!(file.headers()[header::CONTENT_SECURITY_POLICY], POLICY, "{path}");
        }
        for path in ["/docsx", "/docs/../Cargo.toml", "/docs/scalar.js.gz", "/", "/v1/health"] {
            assert!(file(path).is_none(), "{path}");
        }
    }

    #[tokio::test]
    async fn its_document_calls_whoever_served_it() {
        let served = to_bytes(file("/docs/openapi.json").unwrap().into_body(), usize::MAX).await.unwrap();
        let served: serde_json::Value = serde_json::from_slice(&served).unwrap();
        assert_eq!(served["servers"], serde_json::json!([{ "url": "/" }]));
        assert!(served["paths"]["/v1/health"].is_object());
    }
}
