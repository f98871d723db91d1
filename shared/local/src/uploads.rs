//! Uploads of files, as S3 takes them at an address that was signed.
//!
//! Owns where the files are: in the folder `uploads` of the data, or in memory
//! for an ephemeral gateway. Never asks for a token: the address is enough.

use std::net::SocketAddr;
use std::sync::Arc;

use anyhow::Context;
use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::http::{Method, Response, StatusCode};
use heartlink_files::{LocalFiles, UploadRefused};
use heartlink_runtime::{Code, Problem, dispatch};

use super::backup::UPLOADS;
use super::options::ServeOptions;
use crate::secret;
use crate::server_state::{ServerState, answer, refuse};

/// Where they arrive.
pub(super) const ROUTE: &str = "/_uploads/{*name}";

/// The files of a gateway that listens at `address`.
///
/// # Errors
/// The folder cannot be used.
pub(super) fn open(options: &ServeOptions, address: SocketAddr) -> anyhow::Result<LocalFiles> {
    let folder = options.data.join(UPLOADS);
    let kept = (!options.ephemeral).then_some(folder.as_path());
    let base = format!("http://{address}");
    LocalFiles::open(kept, base, secret::random_bytes()?, options.clock.clone())
        .with_context(|| format!("the folder {} cannot be used", folder.display()))
}

pub(super) async fn handle(
    State(state): State<Arc<ServerState>>,
    Path(name): Path<String>,
    request: Request,
) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let (path, request_id) = (parts.uri.path(), state.request_id());
    if parts.method != Method::PUT {
        return answer(dispatch::method_not_allowed(&["PUT"], path, &request_id));
    }
    let limit = state.app.store.settings().jobs.file_bytes;
    let query = parts.uri.query().unwrap_or_default();
    let problem = match state.files.receive(&name, query, limit, body.into_data_stream()).await {
        Ok(()) => {
            let mut response = Response::new(Body::empty());
            *response.status_mut() = StatusCode::OK;
            return response;
        }
        Err(UploadRefused::WrongAddress) => Problem::forbidden(),
        Err(UploadRefused::TooLarge) => {
            Problem::new(Code::BodyTooLarge, format!("A file may have up to {limit} bytes."))
                .with("limit", limit)
        }
        Err(UploadRefused::BrokeOff) => Problem::new(Code::InvalidRequest, "The file broke off."),
        Err(UploadRefused::Failed(error)) => Problem::from(error),
    };
    refuse(&problem, path, &request_id)
}
