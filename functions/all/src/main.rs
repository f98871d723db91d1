//! Every Lambda function in one binary: it is the function that its handler's
//! name says. For `make build ARTEFACT=one`.

use heartlink_runtime::lambda::{self, Error};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    lambda::serve_named(heartlink_all::find, heartlink_files::if_named).await
}
