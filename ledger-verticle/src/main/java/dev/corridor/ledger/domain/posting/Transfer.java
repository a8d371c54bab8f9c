package dev.corridor.ledger.domain.posting;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.value.Money;
import dev.corridor.ledger.domain.LedgerError;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** Transfer as it is requested. The caller chooses the id. */
public sealed interface Transfer {
    /** Maximum size of {@link #references}. */
    int REFERENCES_MAX = 3;

    UUID id();

    TransferType type();

    /** Returns its own id and the ids of the accounts or the transfer that it refers to. */
    List<UUID> references();

    /** Creates a transfer that moves exactly the amount at once. */
    static Transfer direct(UUID id, UUID debitAccountId, UUID creditAccountId, Money amount, String code) {
        return new Direct(id, new Leg(debitAccountId, creditAccountId, amount, code, Balancing.NONE));
    }

    /** Moves money at once. */
    record Direct(UUID id, Leg leg) implements Transfer {
        public Direct {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(leg, "leg");
        }

        @Override
        public List<UUID> references() {
            return List.of(id, leg.debitAccountId(), leg.creditAccountId());
        }

        @Override
        public TransferType type() {
            return TransferType.DIRECT;
        }
    }

    /**
     * Reserves money.
     *
     * @param timeout time until it expires; empty: never
     */
    record Pending(UUID id, Leg leg, Optional<Duration> timeout) implements Transfer {
        private static final Duration TIMEOUT_MAX = Duration.ofDays(3_660);

        public Pending {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(leg, "leg");
            if (timeout.isPresent() && !isPossible(timeout.get())) {
                throw Problem.of(
                        LedgerError.POSTING_INVALID, "A timeout must be greater than zero and at most ten years.");
            }
        }

        private static boolean isPossible(Duration timeout) {
            return timeout.toMillis() > 0 && timeout.compareTo(TIMEOUT_MAX) <= 0;
        }

        @Override
        public List<UUID> references() {
            return List.of(id, leg.debitAccountId(), leg.creditAccountId());
        }

        @Override
        public TransferType type() {
            return TransferType.PENDING;
        }
    }

    /**
     * Moves money that a pending transfer reserved.
     *
     * @param amount part of the reserved amount; empty: all of it
     */
    record Post(UUID id, UUID pendingId, Optional<Money> amount) implements Transfer {
        public Post {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(pendingId, "pendingId");
            Objects.requireNonNull(amount, "amount");
        }

        @Override
        public List<UUID> references() {
            return List.of(id, pendingId);
        }

        @Override
        public TransferType type() {
            return TransferType.POST;
        }
    }

    /**
     * Releases the money that a pending transfer reserved.
     *
     * @param expired true: the ledger releases it after its expiry; false: a caller voids it
     */
    record Release(UUID id, UUID pendingId, boolean expired) implements Transfer {
        public Release {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(pendingId, "pendingId");
        }

        @Override
        public List<UUID> references() {
            return List.of(id, pendingId);
        }

        @Override
        public TransferType type() {
            return expired ? TransferType.EXPIRE : TransferType.VOID;
        }
    }

    /** Moves back the money that another transfer moved. */
    record Reversal(UUID id, UUID transferId) implements Transfer {
        public Reversal {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(transferId, "transferId");
        }

        @Override
        public List<UUID> references() {
            return List.of(id, transferId);
        }

        @Override
        public TransferType type() {
            return TransferType.REVERSAL;
        }
    }
}
