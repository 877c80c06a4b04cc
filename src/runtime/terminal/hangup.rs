//! Notices that the terminal is gone where no signal tells it: its emulator was killed and we are not of its session, or
//! somebody took SIGHUP away. Reading would not tell: a line that was hung up reads as one on which nobody types.

use std::io;
use std::os::fd::OwnedFd;
use std::slice;
use std::sync::Arc;

use rustix::event::{PollFd, PollFlags, poll};
use rustix::io::Errno;
use tokio::sync::Notify;

/// What the watching thread needs at most.
const STACK: usize = 64 * 1024;

/// Tells the returned value once the terminal behind `tty` is gone. Nothing wakes up before that.
pub fn watch(tty: OwnedFd) -> io::Result<Arc<Notify>> {
    let lost = Arc::new(Notify::new());
    let told = Arc::clone(&lost);
    // it ends with the process: there is nothing that it could leave behind
    std::thread::Builder::new().name("hang-up".into()).stack_size(STACK).spawn(move || {
        if wait(&tty) {
            told.notify_one();
        }
    })?;
    Ok(lost)
}

/// Waits until `tty` is gone. False if that cannot be known.
fn wait(tty: &OwnedFd) -> bool {
    // nothing is asked for: being hung up is told in any case
    let mut asked = PollFd::new(tty, PollFlags::empty());
    loop {
        match poll(slice::from_mut(&mut asked), None) {
            Ok(_) if asked.revents().intersects(PollFlags::HUP | PollFlags::ERR) => return true,
            Err(Errno::INTR) => {}
            Ok(_) | Err(_) => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::net::UnixStream;

    use super::*;

    #[tokio::test]
    async fn what_is_hung_up_is_told_even_to_one_who_listens_later() {
        let (ours, theirs) = UnixStream::pair().unwrap();
        let lost = watch(ours.into()).unwrap();
        drop(theirs);
        lost.notified().await;
    }

    #[test]
    fn a_line_that_only_has_something_to_read_is_not_lost() {
        let (ours, mut theirs) = UnixStream::pair().unwrap();
        std::io::Write::write_all(&mut theirs, b"keys").unwrap();
        let ours = OwnedFd::from(ours);
        let mut asked = PollFd::new(&ours, PollFlags::empty());
        let at_once = rustix::event::Timespec { tv_sec: 0, tv_nsec: 0 };
        assert_eq!(poll(slice::from_mut(&mut asked), Some(&at_once)), Ok(0));
    }
}
