package dev.corridor.kit.connection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Room for connections beside what else a process has open. */
class DescriptorRoomTest {
    private static final int LIMIT = 256;
    private static final int RESERVE = 32;

    private long others = 100;
    private int connections;
    private long accepted;

    @Test
    void everything_but_a_reserve_is_for_connections() {
        assertThat(room().left(0, 0)).isEqualTo(LIMIT - RESERVE - others);
    }

    @Test
    void each_connection_takes_one_before_it_is_counted() {
        var room = room();

        assertThat(room.left(3, 3)).isEqualTo(LIMIT - RESERVE - others - 3);
    }

    @Test
    void what_else_is_opened_is_found_before_the_reserve_is_used_up() {
        var room = room();
        others += 20;
        connections = 9;
        accepted = 9;

        assertThat(room.left(connections, accepted)).isEqualTo(LIMIT - RESERVE - others - connections);
    }

    @Test
    void there_is_none_when_others_have_taken_all() {
        others = LIMIT;

        assertThat(room().left(0, 0)).isEqualTo(-RESERVE);
    }

    private DescriptorRoom room() {
        return new DescriptorRoom(new FileDescriptors() {
            @Override
            public long limit() {
                return LIMIT;
            }

            @Override
            public long open() {
                return others + connections;
            }
        });
    }
}
