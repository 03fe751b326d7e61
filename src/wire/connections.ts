/** The three kinds of line a contract travels on: a forked child, the parent of one, and a socket. */
import type { ChildProcess } from 'node:child_process';
import type { Socket } from 'node:net';
import * as rpc from 'vscode-jsonrpc/node';

/** For the parent; it disposes the connection on the child's `exit`. */
export function connectionToChild(child: ChildProcess): rpc.MessageConnection {
    return rpc.createMessageConnection(new rpc.IPCMessageReader(child), new rpc.IPCMessageWriter(child));
}

/** For a process that was forked. */
export function connectionToParent(): rpc.MessageConnection {
    return rpc.createMessageConnection(new rpc.IPCMessageReader(process), new rpc.IPCMessageWriter(process));
}

/** For another process on this machine; closing the socket closes the connection. */
export function connectionOverSocket(socket: Socket): rpc.MessageConnection {
    const connection = rpc.createMessageConnection(new rpc.SocketMessageReader(socket), new rpc.SocketMessageWriter(socket));
    socket.once('close', () => {
        connection.dispose();
    });
    return connection;
}
