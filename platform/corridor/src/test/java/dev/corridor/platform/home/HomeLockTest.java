package dev.corridor.platform.home;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeLockTest {
    @TempDir
    Path folder;

    @Test
    void each_offset_has_a_home_of_its_own_inside_the_first() {
        var environment = Map.of("CORRIDOR_HOME", folder.toString());
        assertThat(Home.of(environment, new PortMap(0)).path()).isEqualTo(folder);
        assertThat(Home.of(environment, new PortMap(100)).path()).isEqualTo(folder.resolve("offset-100"));
    }

    @Test
    void a_released_home_can_be_locked_again() {
        var home = new Home(folder);
        HomeLock.take(home).close();
        HomeLock.take(home).close();
        assertThat(home.lockFile()).exists();
    }
}
