//! What finding things costs.

use divan::{Bencher, black_box};
use schema::{Schema, Version};

const SCHEMA: Schema = Schema::of(Version::V13_0);

fn main() {
    divan::main();
}

/// An option by its name.
#[divan::bench(args = ["admins", "c2s_require_encryption", "no_such_option"])]
fn option(bencher: Bencher<'_, '_>, name: &str) {
    bencher.bench(|| SCHEMA.option(black_box(name)));
}

/// What all readers of a name have in common.
#[divan::bench(args = ["admins", "name"])]
fn merged_view(bencher: Bencher<'_, '_>, name: &str) {
    bencher.bench(|| {
        SCHEMA
            .option(black_box(name))
            .map(|option| (option.common_type(), option.is_global_only(), option.doc()))
    });
}

/// A module by its name.
#[divan::bench]
fn module(bencher: Bencher<'_, '_>) {
    bencher.bench(|| SCHEMA.module(black_box("http_file_share")));
}

/// All options, as completion lists them.
#[divan::bench]
fn all_options(bencher: Bencher<'_, '_>) {
    bencher.bench(|| SCHEMA.options().filter(|option| black_box(option).is_core()).count());
}

/// The options with a prefix.
#[divan::bench]
fn options_with_prefix(bencher: Bencher<'_, '_>) {
    bencher.bench(|| SCHEMA.options_with_prefix(black_box("http_")).count());
}

/// What was meant by a name that does not exist.
#[divan::bench(args = ["modules_enabeld", "mod_admins", "storage_archive_item_limti", "entirely_of_my_own"])]
fn closest_option(bencher: Bencher<'_, '_>, name: &str) {
    bencher.bench(|| SCHEMA.closest_option(black_box(name)));
}
