package heist.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heist.HeistException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EgressTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://169.254.169.254/latest/meta-data",
        "http://169.254.169.254:80/",
        "http://2852039166/",
        "http://[fe80::1]/",
        "http://[::ffff:169.254.169.254]/",
        "http://[::ffff:a9fe:a9fe]/",
        "http://[64:ff9b::a9fe:a9fe]/",
        "http://[2002:a9fe:a9fe::1]/",
        "http://[fd00:ec2::254]/",
        "http://100.100.100.200/",
        "http://0.0.0.0:8001/",
        "http://[::]:8001/",
        "http://224.0.0.1/",
        "http://user@127.0.0.1/",
        "http://127.0.0.1@169.254.169.254/",
        "http://127.0.0.1#@169.254.169.254/",
        "file:///etc/passwd",
        "ftp://127.0.0.1/",
        "gopher://127.0.0.1/",
        "jar:http://127.0.0.1/x.jar!/",
        "//127.0.0.1/",
        "http:///",
        "http:127.0.0.1",
        "",
        "not an address"
      })
  void goesNowhereItShouldNot(String url) {
    assertThatThrownBy(() -> Egress.check(url))
        .isInstanceOf(HeistException.class)
        .hasMessageContaining("Heist does not go to");
  }

  @Test
  void goesToOthers() {
    assertThat(Egress.check("http://127.0.0.1:9100/mcp").getPort()).isEqualTo(9100);
    assertThat(Egress.check("http://10.1.2.3/mcp").getHost()).isEqualTo("10.1.2.3");
    assertThat(Egress.check("https://[2001:db8::1]/mcp").getPath()).isEqualTo("/mcp");
    assertThatThrownBy(() -> Egress.check("http://no-such-host.invalid/"))
        .isInstanceOf(HeistException.class)
        .hasMessageContaining("is not known");
  }
}
