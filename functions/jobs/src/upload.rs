//! Where the file of a job may be uploaded to.

use std::collections::BTreeMap;
use std::time::Duration;

use heartlink_domain::jobs::JobSource;
use heartlink_domain::time::Timestamp;
use heartlink_runtime::wire::*;
use heartlink_runtime::{App, Problem, Request, Response, endpoint};
use heartlink_store::jobs::file_name;
use serde::Serialize;
use utoipa::ToSchema;

use crate::input::{job_id, sight};

/// Where a file may be uploaded to.
#[derive(Debug, Serialize, ToSchema)]
pub struct UploadView {
    /// `PUT`.
    method: &'static str,
    /// The address. Whoever knows it may upload: it carries its own permission,
    /// and takes no token.
    url: String,
    /// Headers to send with the file.
    headers: BTreeMap<String, String>,
    /// Until when.
    expires_at: Timestamp,
    /// Largest file that the job takes, in bytes.
    max_bytes: u64,
}

/// Ask where to upload the file of a job
///
/// One JSON object a line: `user_id`, `amount`, and if you like `currency`,
/// `description`, `reference`. A file that is uploaded again before the start
/// replaces the one before.
#[endpoint(
    POST "/v1/jobs/{id}/upload",
    roles(Service, Admin),
    path(id: heartlink_runtime::wire::JobIdForm, "Which job."),
    answers(200 = UploadView: "An address for the file."),
    errors(JobNotOpen, OtherSource),
    permissions(READ_JOB, UPLOAD_FILE)
)]
pub(crate) async fn upload(app: App, request: Request) -> Result<Response, Problem> {
    request.no_body()?;
    let id = job_id(&request)?;
    app.store.job(&id, sight(&request)?).await?.check_open(JobSource::File)?;
    let settings = &app.store.settings().jobs;
    let span = Duration::from_secs(settings.upload_secs);
    let address = app.files()?.upload_address(&file_name(&id), span).await?;
    let expires_at = app.store.now() + span;
    let (method, url, headers) = (address.method, address.url, address.headers);
    Response::ok(&UploadView { method, url, headers, expires_at, max_bytes: settings.file_bytes })
}
