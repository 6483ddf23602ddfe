package heist.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heist.HeistException;
import java.net.URI;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AddressBookTest {
  @Test
  void portsMoveTogether() {
    assertThat(AddressBook.loopback(100).of(Target.AUTH))
        .isEqualTo(URI.create("http://127.0.0.1:8101"));
    assertThat(AddressBook.hosts().of(Target.GAME)).isEqualTo(URI.create("http://game:8009"));
  }

  @Test
  void theEnvironmentNamesOtherAddresses() {
    AddressBook book =
        AddressBook.hosts().overriddenBy(Map.of("HEIST_AUTH_URL", "https://a.example/"));
    assertThat(book.of(Target.AUTH)).isEqualTo(URI.create("https://a.example"));
    assertThatThrownBy(
            () -> AddressBook.hosts().overriddenBy(Map.of("HEIST_AUTH_URL", "a.example:1")))
        .isInstanceOf(HeistException.class)
        .hasMessageContaining("HEIST_AUTH_URL");
  }

  /** A second program that was started at the same time was given the same ports. */
  @Test
  void freePortsAreGivenOnceAlsoWhileNobodyListensThere() {
    Set<URI> all = new HashSet<>();
    for (int i = 0; i < 20; i++) {
      AddressBook book = AddressBook.onFreePorts();
      for (Target target : Target.values()) {
        all.add(book.of(target));
      }
    }
    assertThat(all)
        .hasSize(20 * Target.values().length)
        .allSatisfy(uri -> assertThat(uri.getPort()).isBetween(10_000, 32_000));
  }

  @Test
  void everyTargetComesAfterThoseItNeeds() {
    for (Target target : Target.values()) {
      assertThat(target.dependencies()).allMatch(other -> other.ordinal() < target.ordinal());
    }
    assertThat(Target.withDependencies(EnumSet.of(Target.FILES)))
        .containsExactlyInAnyOrder(Target.FILES, Target.GAME, Target.DISCOVERY, Target.AUTH);
  }

  @Test
  void targetsAreParsed() {
    assertThat(Target.parse("auth, game")).containsExactlyInAnyOrder(Target.AUTH, Target.GAME);
    assertThat(Target.parse("all")).hasSize(11);
    assertThatThrownBy(() -> Target.parse("auth,gmae"))
        .isInstanceOf(HeistException.class)
        .hasMessageContaining("no target 'gmae'")
        .hasMessageContaining("calculator");
  }
}
