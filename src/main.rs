//! The command line: parses arguments and `SOURCE_DATE_EPOCH`, calls the library, prints, exits.

mod command;
mod terminal;

use clap::Parser;
use command::Arguments;
use std::process::ExitCode;

/// The engine makes and drops small values all the time: this allocator does so in a fifth less time than the system's.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    // clap itself exits with status 2 on a usage error, and 0 after --help.
    ExitCode::from(command::run(Arguments::parse(), source_date()) as u8)
}

/// The day of `SOURCE_DATE_EPOCH` (seconds since 1970 in UTC; see reproducible-builds.org), if it is set.
#[expect(clippy::disallowed_methods, reason = "the command line alone may read the environment")]
fn source_date() -> Result<Option<jiff::civil::Date>, String> {
    let Some(value) = std::env::var_os("SOURCE_DATE_EPOCH").filter(|value| !value.is_empty()) else {
        return Ok(None);
    };
    let seconds = value.to_str().and_then(|value| value.parse().ok());
    let instant = seconds.and_then(|seconds| jiff::Timestamp::from_second(seconds).ok());
    match instant {
        Some(instant) => Ok(Some(instant.to_zoned(jiff::tz::TimeZone::UTC).date())),
        None => Err(format!(
            "SOURCE_DATE_EPOCH is '{}': it must be a whole number of seconds since 1970, or unset",
            value.to_string_lossy()
        )),
    }
}
