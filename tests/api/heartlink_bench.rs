//! The program `heartlink-bench`, built along with the tests that run it.

use std::process::ExitCode;

fn main() -> ExitCode {
    heartlink_bench::main()
}
