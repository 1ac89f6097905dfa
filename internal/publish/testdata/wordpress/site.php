<?php
// Installs WordPress into an empty database, puts an export into it by the
// functions that WordPress's importer calls, and writes what WordPress itself
// exports of that. Arguments: socket, export to read, export to write.
// What a reader would not see as it was sent is an error.
[, $socket, $in, $out] = $argv;
define('ABSPATH', '/usr/share/wordpress/');
define('DB_NAME', 'wordpress');
define('DB_USER', 'root');
define('DB_PASSWORD', '');
define('DB_HOST', "localhost:$socket");
define('DB_CHARSET', 'utf8mb4');
define('DB_COLLATE', '');
define('WP_INSTALLING', true);
define('WP_HTTP_BLOCK_EXTERNAL', true);
define('DISABLE_WP_CRON', true);
define('WP_SITEURL', 'https://example.am');
define('WP_HOME', 'https://example.am');
foreach (['AUTH', 'SECURE_AUTH', 'LOGGED_IN', 'NONCE'] as $k) {
	define("{$k}_KEY", $k);
	define("{$k}_SALT", $k);
}
$_SERVER += ['HTTP_HOST' => 'example.am', 'REQUEST_URI' => '/', 'SERVER_PROTOCOL' => 'HTTP/1.1', 'REQUEST_METHOD' => 'GET', 'SERVER_NAME' => 'example.am', 'REMOTE_ADDR' => '127.0.0.1'];
$_SERVER['PHP_SELF'] = '/index.php';
$table_prefix = 'wp_';
require ABSPATH . 'wp-settings.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
require_once ABSPATH . 'wp-admin/includes/export.php';

function fail(string $text): void
{
	fwrite(STDERR, "$text\n");
	exit(1);
}

add_filter('pre_wp_mail', '__return_true');
wp_install('Pomegranate', 'admin', 'admin@example.org', true, '', 'x');
update_option('timezone_string', 'Asia/Yerevan');
foreach (get_posts(['post_type' => 'any', 'post_status' => 'any', 'numberposts' => -1]) as $p) {
	wp_delete_post($p->ID, true);
}
foreach (['language', 'post_translations', 'term_language', 'term_translations'] as $t) {
	register_taxonomy($t, str_starts_with($t, 'term') ? 'term' : 'post', ['public' => false, 'rewrite' => false]);
}
kses_remove_filters();

$xml = simplexml_load_file($in);
$ns = $xml->getDocNamespaces();
$users = [];
foreach ($xml->xpath('/rss/channel/wp:author') as $a) {
	$a = $a->children($ns['wp']);
	$login = sanitize_user((string) $a->author_login, true);
	$users[$login] = wp_insert_user(['user_login' => $login, 'user_pass' => 'x', 'display_name' => wp_slash((string) $a->author_display_name)]);
	is_wp_error($users[$login]) && fail("author $login: " . $users[$login]->get_error_message());
}
$term = function (string $taxonomy, string $slug, string $name, string $about = ''): void {
	if (term_exists($slug, $taxonomy)) {
		return;
	}
	$t = wp_insert_term(wp_slash($name), $taxonomy, ['slug' => $slug, 'description' => wp_slash($about)]);
	is_wp_error($t) && fail("$taxonomy $slug: " . $t->get_error_message());
	$got = get_term($t['term_id']);
	$got->slug === $slug || fail("$taxonomy $slug became {$got->slug}");
	$got->description === $about || fail("$taxonomy $slug: description {$got->description}");
};
foreach ($xml->xpath('/rss/channel/wp:category') as $c) {
	$c = $c->children($ns['wp']);
	$term('category', (string) $c->category_nicename, (string) $c->cat_name);
}
foreach ($xml->xpath('/rss/channel/wp:tag') as $c) {
	$c = $c->children($ns['wp']);
	$term('post_tag', (string) $c->tag_slug, (string) $c->tag_name);
}
foreach ($xml->xpath('/rss/channel/wp:term') as $c) {
	$c = $c->children($ns['wp']);
	$term((string) $c->term_taxonomy, (string) $c->term_slug, (string) $c->term_name, (string) $c->term_description);
}
foreach ($xml->channel->item as $item) {
	$wp = $item->children($ns['wp']);
	$dc = $item->children('http://purl.org/dc/elements/1.1/');
	$content = (string) $item->children($ns['content'])->encoded;
	$type = (string) $wp->post_type;
	post_exists(wp_slash((string) $item->title), '', (string) $wp->post_date, $type) && fail("{$wp->post_id}: taken for another one");
	$id = wp_insert_post(wp_slash([
		'import_id' => (int) $wp->post_id, 'post_author' => $users[(string) $dc->creator], 'post_date' => (string) $wp->post_date,
		'post_date_gmt' => (string) $wp->post_date_gmt, 'post_content' => $content, 'post_excerpt' => (string) $item->children($ns['excerpt'])->encoded,
		'post_title' => (string) $item->title, 'post_status' => (string) $wp->status, 'post_name' => (string) $wp->post_name, 'guid' => (string) $item->guid,
		'post_type' => $type,
	]), true);
	is_wp_error($id) && fail("{$wp->post_id}: " . $id->get_error_message());
	$id === (int) $wp->post_id || fail("{$wp->post_id} became $id");
	foreach ($wp->postmeta as $m) {
		add_post_meta($id, wp_slash((string) $m->meta_key), wp_slash(maybe_unserialize((string) $m->meta_value)));
	}
	if ($type === 'post') {
		wp_set_post_terms($id, [], 'category');
	}
	$terms = [];
	foreach ($item->category as $c) {
		$terms[(string) $c['domain']][] = get_term_by('slug', (string) $c['nicename'], (string) $c['domain'])->term_id;
	}
	foreach ($terms as $taxonomy => $ids) {
		$set = wp_set_post_terms($id, $ids, $taxonomy);
		is_wp_error($set) && fail("$id: " . $set->get_error_message());
	}
	$got = get_post($id);
	$got->post_content === $content || fail("$id: content was changed");
	$type !== 'post' || (string) $wp->status === 'draft' || $got->post_name === (string) $wp->post_name || fail("$id: name became {$got->post_name}");
	$got->post_date_gmt === (string) $wp->post_date_gmt || (string) $wp->status === 'draft' || fail("$id: UTC became {$got->post_date_gmt}");
}

// What readers see: the same text and the same elements as were sent, but for
// marks of blocks, and quotes that WordPress curls.
remove_filter('the_content', 'wptexturize');
remove_filter('the_content', 'wp_filter_content_tags');
remove_filter('the_content', 'convert_smilies', 20);
remove_filter('render_block_core/group', 'wp_restore_group_inner_container', 10); // for old themes
remove_filter('render_block', 'wp_restore_group_inner_container', 10);
remove_filter('render_block', 'wp_render_layout_support_flag', 10);
$bare = fn(string $html): string => preg_replace('/\s+|<!--.*?-->|\/(?=>)/s', '', html_entity_decode($html, ENT_QUOTES));
foreach (get_posts(['post_type' => 'post', 'post_status' => 'any', 'numberposts' => -1]) as $p) {
	$GLOBALS['post'] = $p;
	setup_postdata($p);
	$shown = apply_filters('the_content', $p->post_content);
	$a = $bare($p->post_content);
	$b = $bare($shown);
	if ($a !== $b) {
		$n = strspn($a ^ $b, "\0");
		fail("{$p->ID} is shown otherwise: " . substr($a, max(0, $n - 60), 160) . "\n--- instead of ---\n" . substr($b, max(0, $n - 60), 160));
	}
	str_contains(get_the_title($p), '<script') && fail("{$p->ID}: a title that runs");
}
ob_start();
export_wp(['content' => 'all']);
file_put_contents($out, ob_get_clean());
echo count(get_posts(['post_type' => 'post', 'post_status' => 'any', 'numberposts' => -1])), " posts in WordPress ", get_bloginfo('version'), "\n";
