package dev.corridor.gateway.graph;

import dev.corridor.gateway.client.CallerServices;
import dev.corridor.kit.value.Money;
import dev.corridor.ledger.v1.Account;
import dev.corridor.ledger.v1.AccountList;
import dev.corridor.payment.v1.Payment;
import dev.corridor.profile.v1.User;
import io.vertx.core.Future;
import java.util.List;

/**
 * What a person sees first. Each part is asked for when the query selects it, and none waits for another: the calls go out
 * side by side. Only the balance needs two answers.
 */
record Dashboard(String userId, CallerServices services) {
    private static final String WALLET = "wallet";

    Future<User> user() {
        return services.user(userId);
    }

    Future<List<Payment>> recentPayments(int limit) {
        return services.payments(userId, limit, "").map(page -> page.getPaymentsList());
    }

    Future<String> balance() {
        var user = user();
        var accounts = services.accounts(userId);
        return Future.all(user, accounts).map(both -> balanceIn(user.result().getHomeCurrency(), accounts.result()));
    }

    Future<List<dev.corridor.money.v1.Money>> balances() {
        return services.accounts(userId).map(accounts -> accounts.getAccountsList().stream()
                .filter(Dashboard::isWallet)
                .map(Account::getBalance)
                .toList());
    }

    private static String balanceIn(String currency, AccountList accounts) {
        return accounts.getAccountsList().stream()
                .filter(account -> isWallet(account) && account.getCurrency().equals(currency))
                .map(account -> account.getBalance().getAmount())
                .findFirst()
                .orElseGet(() -> Money.zero(Money.currency(currency)).amount());
    }

    private static boolean isWallet(Account account) {
        return account.getCode().equals(WALLET);
    }
}
