export declare function guard(dependencies: unknown[], value: () => unknown): unknown;
