package heist.app;

import static org.assertj.core.api.Assertions.assertThat;

import heist.cli.Launcher.Address;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFileTest {
  private static final List<Address> SERVICES =
      List.of(new Address("auth", URI.create("http://127.0.0.1:8001")));

  @TempDir private Path data;

  @Test
  void tells_who_serves_the_folder() {
    RunFile file = new RunFile(data);
    assertThat(file.read()).isEmpty();
    file.write(SERVICES);
    assertThat(file.read())
        .hasValueSatisfying(run -> {
          assertThat(run.pid()).isEqualTo(ProcessHandle.current().pid());
          assertThat(run.services()).isEqualTo(SERVICES);
        });
    file.remove();
    assertThat(file.read()).isEmpty();
  }

  @Test
  void a_file_whose_process_is_gone_counts_as_none() throws Exception {
    Process gone = new ProcessBuilder("true").start();
    gone.waitFor();
    write("{\"pid\":" + gone.pid() + ",\"started\":\"x\",\"services\":{}}");
    assertThat(new RunFile(data).read()).isEmpty();
  }

  @Test
  void a_file_whose_number_belongs_to_another_process_now_counts_as_none() throws Exception {
    write(
        "{\"pid\":"
            + ProcessHandle.current().pid()
            + ",\"started\":\"2020-01-01T00:00:00Z\",\"services\":{}}");
    assertThat(new RunFile(data).read()).isEmpty();
  }

  @Test
  void a_broken_file_counts_as_none_and_is_written_over() throws Exception {
    write("{oops");
    RunFile file = new RunFile(data);
    assertThat(file.read()).isEmpty();
    file.write(SERVICES);
    assertThat(file.read()).isPresent();
  }

  private void write(String text) throws Exception {
    Files.createDirectories(data.resolve("run"));
    Files.writeString(data.resolve("run/services.json"), text);
  }
}
