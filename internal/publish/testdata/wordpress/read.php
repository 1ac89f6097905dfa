<?php
// Reads an export of WordPress from standard input with SimpleXML and
// unserialize, as WordPress's importer and Polylang do, and says how many posts
// are linked. Anything that PHP warns of ends it.
set_error_handler(function ($no, $text, $file, $line) {
	fwrite(STDERR, "$text (line $line)\n");
	exit(1);
});
libxml_use_internal_errors(true);
$xml = simplexml_load_string(stream_get_contents(STDIN));
if (!$xml) {
	foreach (libxml_get_errors() as $e) {
		fwrite(STDERR, $e->message);
	}
	exit(1);
}
$ns = $xml->getDocNamespaces();
if ((string) $xml->xpath('/rss/channel/wp:wxr_version')[0] !== '1.2') {
	exit(2);
}
$groups = [];
$languages = [];
foreach ($xml->xpath('/rss/channel/wp:term') as $term) {
	$t = $term->children($ns['wp']);
	$about = (string) $t->term_description;
	switch ((string) $t->term_taxonomy) {
		case 'language':
			$languages[(string) $t->term_slug] = unserialize($about)['locale'];
			break;
		case 'post_translations':
		case 'term_translations':
			$groups[(string) $t->term_taxonomy . '/' . $t->term_slug] = unserialize($about);
	}
}
$posts = [];
$files = 0;
foreach ($xml->channel->item as $item) {
	$wp = $item->children($ns['wp']);
	if ((string) $wp->post_type !== 'post') {
		$files++;
		continue;
	}
	$terms = [];
	foreach ($item->category as $c) {
		$terms[(string) $c['domain']] = (string) $c['nicename'];
	}
	$group = $groups['post_translations/' . $terms['post_translations']];
	if (!isset($languages[$terms['language']]) || $group[$terms['language']] !== (int) $wp->post_id) {
		fwrite(STDERR, "post {$wp->post_id} is not linked\n");
		exit(1);
	}
	$posts[$terms['post_translations']][] = (int) $wp->post_id;
	foreach ($wp->postmeta as $meta) {
		if (in_array((string) $meta->meta_key, ['footnotes', '_zuyg'], true)) {
			json_decode((string) $meta->meta_value, true, 16, JSON_THROW_ON_ERROR);
		}
	}
}
$linked = count(array_filter($posts, fn($p) => count($p) === 2));
echo array_sum(array_map('count', $posts)), " posts, $linked groups linked, $files files\n";
