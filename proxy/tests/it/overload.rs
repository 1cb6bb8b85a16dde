//! More than is good for the upstream: the rest is told at once, and nothing is claimed.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::stage::{ADA, KEY, Setup, Stage, creating, within_reason};

/// An upstream that holds every create back until it is told to go on.
struct Holding {
    address: SocketAddr,
    creates: Arc<AtomicUsize>,
    go_on: watch::Sender<bool>,
}

impl Holding {
    async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (go_on, held) = watch::channel(false);
        let creates = Arc::<AtomicUsize>::default();
        let counted = creates.clone();
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let (counted, mut held) = (counted.clone(), held.clone());
                tokio::spawn(async move {
                    let mut request = vec![0; 4096];
                    let length = stream.read(&mut request).await.unwrap();
                    let answer = if request[..length].starts_with(b"POST ") {
                        let number = counted.fetch_add(1, Ordering::SeqCst);
                        let _ = held.wait_for(|it| *it).await;
                        format!(r#"{{"id":"c{number}","client_name":"Ada"}}"#)
                    } else {
                        r#"{"clients":[],"total_count":0}"#.to_owned()
                    };
                    let answer = format!("HTTP/1.1 200 OK\r\n\r\n{answer}");
                    stream.write_all(answer.as_bytes()).await.unwrap();
                    stream.shutdown().await.unwrap();
                });
            }
        });
        Self { address, creates, go_on }
    }

    async fn stage(&self) -> Stage {
        let upstream = Some(format!("http://{}/api", self.address));
        Stage::with(Setup { upstream, ..Setup::default() }).await
    }

    fn creates(&self) -> usize {
        self.creates.load(Ordering::SeqCst)
    }

    async fn until_there_are(&self, count: usize) {
        within_reason(async {
            while self.creates() < count {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        })
        .await;
    }
}

fn key(number: usize) -> String {
    format!("{number:08x}-8d1b-4c77-9d6b-0e4f1c2a3b4d")
}

#[tokio::test(flavor = "multi_thread")]
async fn past_sixty_four_under_way_the_next_is_told_so_at_once() {
    let upstream = Holding::start().await;
    let stage = upstream.stage().await;
    let calls: Vec<_> =
        (0..64).map(|it| tokio::spawn(stage.begin(creating(&key(it), ADA)))).collect();
    upstream.until_there_are(64).await;

    let mut quickest = Duration::MAX;
    for _ in 0..5 {
        let begun = Instant::now();
        let answer = stage.create(KEY, ADA).await;
        quickest = quickest.min(begun.elapsed());
        assert_eq!(answer.problem(), (503, "overloaded".into()));
        assert_eq!(answer.header("retry-after"), Some("1"));
    }
    assert!(quickest <= Duration::from_millis(100), "{quickest:?}");
    let invite = stage.invite("uLu8K", r#"{"email":"ada@example.org"}"#).await;
    assert_eq!(invite.problem(), (503, "overloaded".into()));
    let read = stage.get("/api/clients/uLu8K").await;
    assert_eq!(read.problem(), (503, "overloaded".into()));
    // A mistake is told first, and what asks nobody else is answered.
    assert_eq!(stage.create(KEY, "{}").await.problem(), (422, "invalid".into()));
    let submission = async |key: &str| stage.get(&format!("/api/submissions/{key}")).await;
    assert_eq!(submission(KEY).await.problem(), (404, "unknown-submission".into()));
    assert_eq!(submission(&key(63)).await.json()["state"], "sending");
    for path in ["/", "/api/environment"] {
        assert_eq!(stage.get(path).await.status, 200);
    }
    assert!(stage.ready().await);
    assert_eq!(upstream.creates(), 64);

    upstream.go_on.send_replace(true);
    for call in calls {
        assert_eq!(within_reason(call).await.unwrap().status(), 201);
    }
    assert_eq!(stage.create(KEY, ADA).await.status, 201);
    assert_eq!(upstream.creates(), 64 + 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_hangs_up_makes_no_room() {
    let upstream = Holding::start().await;
    let stage = upstream.stage().await;
    let calls: Vec<_> =
        (0..64).map(|it| tokio::spawn(stage.begin(creating(&key(it), ADA)))).collect();
    upstream.until_there_are(64).await;
    calls.iter().for_each(tokio::task::JoinHandle::abort);
    for call in calls {
        assert!(call.await.unwrap_err().is_cancelled());
    }

    assert_eq!(stage.create(KEY, ADA).await.problem(), (503, "overloaded".into()));

    upstream.go_on.send_replace(true);
    let created = stage.until_submission(&key(63), "created").await;
    assert_eq!(created["key"], key(63));
    within_reason(async { while stage.create(KEY, ADA).await.status != 201 {} }).await;
}
