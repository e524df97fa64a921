//! Time against size: every step must grow no faster than the text, and keep up with typing.

use divan::counter::BytesCount;
use divan::{Bencher, black_box};

fn main() {
    divan::main();
}

/// Text like that of a real configuration, of about `size` bytes.
fn configuration(size: usize) -> Vec<u8> {
    const HOST: &str = r#"-- A host of its own, with a comment of usual length above it
VirtualHost "chat.example.com"
	enabled = true
	modules_enabled = {
		"roster"; -- Allow users to have a roster
		"saslauth"; -- Authentication for clients
		"tls";
		"dialback"; -- s2s dialback support
	}
	ssl = {
		key = "/etc/prosody/certs/chat.example.com.key";
		certificate = "/etc/prosody/certs/chat.example.com.crt";
	}
	limits = { c2s = { rate = "10kb/s", burst = "2s" }, s2s = { rate = "30kb/s" } }
	http_upload_file_size_limit = 1024 * 1024 * 10
	if os.getenv("DEBUG") == "true" then
		log = { debug = "*console" }
	end

"#;
    HOST.as_bytes().iter().copied().cycle().take(size).collect()
}

/// The same with a mistake in every host.
fn broken_configuration(size: usize) -> Vec<u8> {
    let text = String::from_utf8_lossy(&configuration(size)).replace("\"tls\";", "\"tls\"");
    text.into_bytes()
}

const SIZES: [usize; 4] = [3_000, 15_000, 60_000, 960_000];

#[divan::bench(args = SIZES)]
fn tokenize(bencher: Bencher, size: usize) {
    let text = configuration(size);
    bencher.counter(BytesCount::new(size)).bench(|| syntax::tokenize(black_box(&text)));
}

#[divan::bench(args = SIZES)]
fn check(bencher: Bencher, size: usize) {
    let text = configuration(size);
    bencher.counter(BytesCount::new(size)).bench(|| syntax::check(black_box(&text)));
}

#[divan::bench(args = SIZES)]
fn parse(bencher: Bencher, size: usize) {
    let text = configuration(size);
    bencher.counter(BytesCount::new(size)).bench(|| syntax::parse(black_box(&text)));
}

#[divan::bench(args = SIZES)]
fn parse_broken(bencher: Bencher, size: usize) {
    let text = broken_configuration(size);
    bencher.counter(BytesCount::new(size)).bench(|| syntax::parse(black_box(&text)));
}

#[divan::bench(args = SIZES)]
fn cursor_at_the_end(bencher: Bencher, size: usize) {
    let mut text = configuration(size);
    text.extend_from_slice(b"\nmodules_enabled = { \"roster\"; \"sa");
    let offset = text.len() as u32;
    bencher.counter(BytesCount::new(size)).bench(|| syntax::cursor_at(black_box(&text), offset));
}

#[divan::bench(args = SIZES)]
fn line_index(bencher: Bencher, size: usize) {
    let text = configuration(size);
    bencher.counter(BytesCount::new(size)).bench(|| syntax::LineIndex::new(black_box(&text)));
}
