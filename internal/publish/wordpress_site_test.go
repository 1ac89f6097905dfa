package publish_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"zuyg/internal/publish"
)

// startMariaDB starts a database in a folder of the test, without network, and
// returns its socket.
func startMariaDB(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "zuyg-db") // short: a socket's path has 107 bytes at most
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	data, socket := filepath.Join(dir, "data"), filepath.Join(dir, "s")
	own := []string{"--no-defaults", "--datadir=" + data}
	if os.Getuid() == 0 {
		own = append(own, "--user=root")
	}
	if out, err := exec.Command("mariadb-install-db", append(own, "--skip-test-db", "--auth-root-authentication-method=normal")...).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	server := exec.Command("mariadbd", append(own, "--socket="+socket, "--skip-networking", "--skip-grant-tables", "--innodb-flush-log-at-trx-commit=0", "--pid-file="+dir+"/pid")...)
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = server.Process.Kill()
		_ = server.Wait()
	})
	for range 300 {
		if exec.Command("mariadb", "--no-defaults", "--socket="+socket, "-e", "CREATE DATABASE wordpress CHARACTER SET utf8mb4").Run() == nil {
			return socket
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Fatal("the database did not start")
	return ""
}

// TestWordPressItself puts exports into a real WordPress and brings back what
// that exports itself. It covers WordPress's core: ids, names, dates, terms,
// fields, what its filters make of the texts, and its exporter. The importer's
// and Polylang's own code is not in Debian; their rules are in checkImporter.
func TestWordPressItself(t *testing.T) {
	for _, name := range []string{"php", "mariadbd", "mariadb-install-db", "mariadb"} {
		if _, err := exec.LookPath(name); err != nil {
			t.Skipf("%s is not installed", name)
		}
	}
	if _, err := os.Stat("/usr/share/wordpress/wp-settings.php"); err != nil {
		t.Skip("WordPress is not installed")
	}
	if testing.Short() {
		t.Skip("takes half a minute")
	}
	script, err := filepath.Abs("testdata/wordpress/site.php")
	if err != nil {
		t.Fatal(err)
	}
	socket := startMariaDB(t)
	for _, blocks := range []bool{false, true} {
		o, f := publish.Options{Allow: publish.AllowNames()}, publish.FormOptions{Blocks: blocks}
		first, _ := exportForm(t, newProject(t, merge(ownArticles(t), odd())), "wordpress", o, f)
		dir := t.TempDir()
		in, out := filepath.Join(dir, "in.xml"), filepath.Join(dir, "out.xml")
		put(t, dir, "in.xml", first["wordpress.xml"])
		if text, err := exec.Command("mariadb", "--no-defaults", "--socket="+socket, "-e", "DROP DATABASE wordpress; CREATE DATABASE wordpress CHARACTER SET utf8mb4").CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		text, err := exec.Command("php", "-d", "display_errors=stderr", script, socket, in, out).CombinedOutput()
		if err != nil || !strings.HasPrefix(string(text), "16 posts in WordPress ") {
			t.Fatalf("blocks %v: %v\n%.4000s", blocks, err, text)
		}
		t.Logf("blocks %v: %s", blocks, text)
		data, err := os.ReadFile(out)
		if err != nil {
			t.Fatal(err)
		}
		back := merge(first, map[string]string{"wordpress.xml": string(data)})
		again, _ := importForm(t, back)
		for _, l := range []string{"en", "hy"} {
			strings, err := os.ReadFile("../../locales/" + l + ".toml")
			if err != nil {
				t.Fatal(err)
			}
			put(t, again, "locales/"+l+".toml", string(strings))
		}
		second, _ := exportForm(t, again, "wordpress", o, f)
		if first["wordpress.xml"] != second["wordpress.xml"] {
			t.Errorf("blocks %v: not the same after WordPress: %s", blocks, firstDifference(first["wordpress.xml"], second["wordpress.xml"]))
		}
	}
}
